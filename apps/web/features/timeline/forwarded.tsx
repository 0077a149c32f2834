import type { ForwardContent, MergedContent } from '@parley/contract';
import { Dialog } from '@parley/ui';
import { Forward, MessagesSquare } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { fullTime } from '../../i18n/time';
import { previewOf } from '../chat-list/preview';
import { MarkdownView } from './markdown-view';

const SHOWN = 3;

/** Whose words follow, above them. */
export function ForwardedBy({ forwarded }: Pick<ForwardContent, 'forwarded'>) {
  const t = useTranslations('forward');
  const locale = useLocale();
  const name = useShownName();
  return (
    <p className="flex items-center gap-1 text-meta text-muted" title={fullTime(forwarded.sentAt, locale)}>
      <Forward aria-hidden size={14} strokeWidth={1.75} className="shrink-0" />
      <span className="truncate">{t('by', { name: name(forwarded.name) })}</span>
    </p>
  );
}

/** Several messages as one: the first lines, and all of them when it is opened. */
export function MergedCard({ items }: Pick<MergedContent, 'items'>) {
  const t = useTranslations('forward');
  const app = useTranslations('app');
  const name = useShownName();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
        className="my-1 flex w-full max-w-96 flex-col gap-0.5 rounded-card border border-line bg-surface px-3 py-2 text-left hover:bg-hover"
      >
        <span className="flex items-center gap-1.5 text-list font-medium">
          <MessagesSquare aria-hidden size={16} strokeWidth={1.75} className="shrink-0 text-muted" />
          {t('card', { count: items.length })}
        </span>
        {items.slice(0, SHOWN).map((item, index) => (
          // A copy never changes its order.
          <span key={index} className="w-full truncate text-meta text-muted">
            {t('line', { name: name(item.name), text: previewOf(item.text) })}
          </span>
        ))}
      </button>
      <Dialog open={open} onOpenChange={setOpen} title={t('card', { count: items.length })} closeLabel={app('close')}>
        <Items items={items} />
      </Dialog>
    </>
  );
}

function Items({ items }: Pick<MergedContent, 'items'>) {
  const t = useTranslations('forward');
  const locale = useLocale();
  const name = useShownName();
  return (
    <ol
      aria-label={t('items')}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrollable by keyboard, in every browser
      tabIndex={0}
      className="flex flex-col gap-3 overflow-y-auto px-4 pb-4 -outline-offset-2"
    >
      {items.map((item, index) => (
        <li key={index}>
          <p className="flex items-baseline gap-2">
            <span className="truncate text-list font-semibold">{name(item.name)}</span>
            <time dateTime={new Date(item.sentAt).toISOString()} className="shrink-0 text-meta text-muted tabular-nums">
              {fullTime(item.sentAt, locale)}
            </time>
          </p>
          <div className="said text-message whitespace-pre-wrap">
            <MarkdownView text={item.text} mentions={NOBODY} />
          </div>
        </li>
      ))}
    </ol>
  );
}

const NOBODY = [] as const;

/** Somebody who was already gone when it was forwarded has no name in it. */
function useShownName(): (name: string) => string {
  const t = useTranslations('group');
  return (name) => (name === '' ? t('somebody') : name);
}
