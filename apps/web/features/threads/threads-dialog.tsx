import type { ChatRow } from '@parley/sdk';
import { Button, Dialog, Skeleton } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { useEffect } from 'react';
import { useClient } from '../../state/client';
import { useChatName } from '../../state/names';
import { shownError, useErrorText } from '../../state/use-error-text';
import { useStore } from '../../state/use-store';
import { ThreadItemRow } from './thread-item';

/** The threads that I follow, from all my chats. */
export function ThreadsDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const t = useTranslations('threads');
  const app = useTranslations('app');
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t('all')} closeLabel={app('close')}>
      <div className="flex min-h-32 flex-col overflow-y-auto px-2 pb-3">
        <ThreadList onDone={() => onOpenChange(false)} />
      </div>
    </Dialog>
  );
}

function ThreadList({ onDone }: { onDone: () => void }) {
  const t = useTranslations('threads');
  const client = useClient();
  const nameOf = useChatName();
  const { items, status, hasMore, error } = useStore(client.threads);
  useEffect(() => void client.threads.refresh(), [client]);
  const { items: shown, hidden } = useStore(client.chatList);
  const chats = new Map([...shown, ...hidden].map((row): [string, ChatRow] => [row.conversationId, row]));
  if (status === 'loading') return <Loading />;
  if (status === 'error') return <Failed error={error} />;
  if (items.length === 0) return <Empty />;
  return (
    <>
      <ul className="flex flex-col divide-y divide-line">
        {items.map((item) => {
          const row = chats.get(item.conversationId);
          const name = row === undefined ? '' : nameOf(row);
          return <ThreadItemRow key={`${item.conversationId}/${item.seq}`} item={item} name={name} onOpened={onDone} />;
        })}
      </ul>
      {hasMore && (
        <Button kind="link" className="mt-2 ml-2 self-start" onClick={() => void client.threads.loadMore()}>
          {t('more')}
        </Button>
      )}
      {error !== null && hasMore && <Failed error={error} />}
    </>
  );
}

function Failed({ error }: { error: unknown }) {
  const t = useTranslations('threads');
  const errorText = useErrorText();
  return (
    <p role="alert" className="px-2 py-1 text-list text-danger">
      {t('listFailed')} {errorText(shownError(error))}
    </p>
  );
}

function Empty() {
  const t = useTranslations('threads');
  return (
    <div className="flex flex-col gap-1 px-2 py-2">
      <p className="text-list font-medium">{t('none')}</p>
      <p className="text-list text-muted">{t('noneBody')}</p>
    </div>
  );
}

function Loading() {
  return (
    <div aria-hidden className="skeleton-late flex flex-col gap-4 px-2 py-3">
      {[1, 2, 3].map((one) => (
        <div key={one} className="flex flex-col gap-2">
          <Skeleton className="h-3 w-32" />
          <Skeleton className="h-4 w-4/5" />
          <Skeleton className="h-4 w-3/5" />
        </div>
      ))}
    </div>
  );
}
