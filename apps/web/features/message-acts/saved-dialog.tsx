import type { ChatRow } from '@parley/sdk';
import { Button, Dialog, IconButton, Skeleton } from '@parley/ui';
import { BookmarkX } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useClient } from '../../state/client';
import { openChat } from '../../state/location';
import { useChatName } from '../../state/names';
import { tellNotice } from '../../state/notice';
import { shownError, useErrorText } from '../../state/use-error-text';
import { useStore } from '../../state/use-store';
import { showMessage } from '../timeline/jump-requests';
import { MessageLine } from './message-line';

/** The messages that I saved, from all my chats. */
export function SavedDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const t = useTranslations('acts');
  const app = useTranslations('app');
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t('saved')} closeLabel={app('close')}>
      <div className="flex min-h-32 flex-col overflow-y-auto px-2 pb-3">
        <SavedList onDone={() => onOpenChange(false)} />
      </div>
    </Dialog>
  );
}

function SavedList({ onDone }: { onDone: () => void }) {
  const t = useTranslations('acts');
  const errorText = useErrorText();
  const client = useClient();
  const nameOf = useChatName();
  const { items, status, hasMore, error } = useStore(client.saved);
  const chats = new Map(useStore(client.chatList).items.map((row): [string, ChatRow] => [row.conversationId, row]));
  if (status === 'loading') return <Skeleton className="mx-2 h-10" />;
  if (error !== null) return <p className="px-2 text-list text-danger">{errorText(shownError(error))}</p>;
  if (items.length === 0) return <p className="px-2 text-list text-muted">{t('noSaved')}</p>;
  const takeOff = (at: { conversationId: string; seq: number }): void => {
    client.saveMessage(at, false).catch((failure: unknown) => tellNotice(errorText(shownError(failure))));
  };
  return (
    <ul className="flex flex-col">
      {items.map(({ message }) => {
        const { conversationId, seq } = message;
        const row = chats.get(conversationId);
        const place = row === undefined ? {} : { where: nameOf(row) };
        return (
          <MessageLine
            key={`${conversationId}:${seq}`}
            message={message}
            {...place}
            onOpen={() => {
              onDone();
              openChat(conversationId);
              showMessage(message);
            }}
          >
            <IconButton
              icon={BookmarkX}
              label={t('unsave')}
              side="left"
              className="m-1"
              onClick={() => takeOff({ conversationId, seq })}
            />
          </MessageLine>
        );
      })}
      {hasMore && (
        <li className="px-2 py-2">
          <Button kind="link" onClick={() => void client.saved.loadMore()}>
            {t('moreSaved')}
          </Button>
        </li>
      )}
    </ul>
  );
}
