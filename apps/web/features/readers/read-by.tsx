import { Button } from '@parley/ui';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useClient } from '../../state/client';
import { useStore } from '../../state/use-store';
import { askedReaders } from './asked-readers';

type ReadByProps = {
  conversationId: string;
  seq: number;
  /** Stands there while nobody knows, or it concerns nobody. */
  children?: ReactNode;
};

/** How many have read it; opens who. It is counted while it is on the screen. */
export function ReadBy({ conversationId, seq, children }: ReadByProps) {
  const t = useTranslations('readers');
  const count = useStore(useClient().readers.count({ conversationId, seq }));
  if (count === null || count.read + count.unread === 0) return children;
  const { read, unread } = count;
  const all = read + unread;
  // On a narrow page there is room for the numbers of a large group, or for the word.
  const numbersOnly = unread > 0 && all > 99;
  return (
    <Button
      kind="link"
      size="text"
      className="!font-normal !text-muted tabular-nums hover:!text-accent"
      onClick={() => askedReaders.open({ conversationId, seq })}
    >
      <span className={numbersOnly ? 'max-panes:sr-only' : undefined}>
        {unread === 0 ? t('all') : t('count', { read, all })}
      </span>
      {numbersOnly && (
        <span aria-hidden className="panes:hidden">
          {t('short', { read, all })}
        </span>
      )}
      <span className="sr-only">{t('open')}</span>
    </Button>
  );
}
