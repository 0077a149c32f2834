import type { ReaderPage } from '@parley/contract';
import { Avatar, Button, Choice, Dialog, MiddleTruncate, Skeleton } from '@parley/ui';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { fullTime, listTime } from '../../i18n/time';
import { useGroupNameOf } from '../../state/names';
import { useErrorText } from '../../state/use-error-text';
import { useNow } from '../../state/use-now';
import { Notice } from '../shell/notice';
import { askedReaders, useAskedReaders } from './asked-readers';
import { type ReaderState, useReaders } from './use-readers';

type At = { readonly conversationId: string; readonly seq: number };

/** Who has read a message, with times, and who has not. */
export function ReadersDialog() {
  const t = useTranslations('readers');
  const app = useTranslations('app');
  const { at, open } = useAskedReaders();
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && askedReaders.close()}
      title={t('title')}
      closeLabel={app('close')}
    >
      {at !== null && <Lists key={`${at.conversationId}:${at.seq}`} at={at} />}
    </Dialog>
  );
}

function Lists({ at }: { at: At }) {
  const t = useTranslations('readers');
  const app = useTranslations('app');
  const errorText = useErrorText();
  const [state, setState] = useState<ReaderState>('read');
  const { readers, counts, failure, hasMore, more } = useReaders(at, state);
  const { read = 0, unread = 0 } = counts ?? {};
  return (
    <div className="flex min-h-0 flex-col gap-2 px-4 pb-4">
      <Choice
        label={t('title')}
        hidesLabel
        value={state}
        options={[
          { value: 'read', label: t('read', { count: read }) },
          { value: 'unread', label: t('unread', { count: unread }) },
        ]}
        onChange={setState}
      />
      {failure && <Notice text={errorText(failure)} />}
      <div className="-mx-2 min-h-48 overflow-y-auto" aria-busy={readers === null}>
        {readers === null && failure === null && <Waiting />}
        {readers?.length === 0 && (
          <p className="px-2 py-10 text-center text-list text-muted">
            {t(state === 'read' ? 'nobodyRead' : 'nobodyUnread')}
          </p>
        )}
        <ul>
          {readers?.map((reader) => (
            <Reader key={reader.userId} conversationId={at.conversationId} reader={reader} />
          ))}
        </ul>
        {(hasMore || failure !== null) && (
          <Button kind="link" className="ml-2" onClick={more}>
            {failure === null ? t('more') : app('retry')}
          </Button>
        )}
      </div>
      <p className="text-meta text-muted">{t('note')}</p>
    </div>
  );
}

function Reader({ conversationId, reader }: { conversationId: string; reader: ReaderPage['readers'][number] }) {
  const t = useTranslations('readers');
  const locale = useLocale();
  const now = useNow();
  const name = useGroupNameOf(conversationId)(reader.userId);
  const { at } = reader;
  return (
    <li className="flex h-13 items-center gap-3 px-2">
      <Avatar id={reader.userId} name={name ?? ''} size="md" />
      {name === null ? (
        <Skeleton className="h-3.5 w-28" />
      ) : (
        <MiddleTruncate text={name} className="min-w-0 flex-1 text-list font-medium" />
      )}
      {at !== null && (
        <time
          dateTime={new Date(at).toISOString()}
          title={fullTime(at, locale)}
          className="shrink-0 text-meta text-muted tabular-nums"
        >
          {t('at', { when: listTime(at, now, locale) })}
        </time>
      )}
    </li>
  );
}

function Waiting() {
  return ['w-28', 'w-36', 'w-24'].map((width) => (
    <div key={width} className="skeleton-late flex h-13 items-center gap-3 px-2">
      <Skeleton className="size-9 rounded-full" />
      <Skeleton className={`h-3.5 ${width}`} />
    </div>
  ));
}
