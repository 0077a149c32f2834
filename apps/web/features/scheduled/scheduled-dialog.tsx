import type { ChatRow } from '@parley/sdk';
import { Button, Dialog, Skeleton } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useClient } from '../../state/client';
import { useChatName } from '../../state/names';
import { shownError, useErrorText } from '../../state/use-error-text';
import { useStore } from '../../state/use-store';
import { ScheduledItem } from './scheduled-item';

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Those of this chat first; null: of all chats. */
  conversationId: string | null;
};

/** What waits for its time, and what was not sent. */
export function ScheduledDialog({ open, onOpenChange, conversationId }: Props) {
  const t = useTranslations('scheduled');
  const app = useTranslations('app');
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t('title')} closeLabel={app('close')}>
      <div className="flex min-h-24 flex-col overflow-y-auto px-4 pb-4">
        <ScheduledList conversationId={conversationId} onDone={() => onOpenChange(false)} />
      </div>
    </Dialog>
  );
}

function ScheduledList({ conversationId, onDone }: Pick<Props, 'conversationId'> & { onDone: () => void }) {
  const t = useTranslations('scheduled');
  const errorText = useErrorText();
  const client = useClient();
  const nameOf = useChatName();
  const [all, setAll] = useState(conversationId === null);
  const { items, status, error } = useStore(client.scheduled);
  const chats = new Map(useStore(client.chatList).items.map((row): [string, ChatRow] => [row.conversationId, row]));
  if (status === 'loading') return <Skeleton className="h-10 w-full" />;
  if (error !== null) return <p className="text-list text-danger">{errorText(shownError(error))}</p>;
  const shown = all ? items : items.filter((item) => item.conversationId === conversationId);
  const others = items.length - shown.length;
  return (
    <>
      {shown.length === 0 && <p className="text-list text-muted">{t('none')}</p>}
      <ul className="flex flex-col divide-y divide-line">
        {shown.map((item) => {
          const row = chats.get(item.conversationId);
          const where = all && row ? nameOf(row) : null;
          return <ScheduledItem key={item.scheduledId} item={item} where={where} onDone={onDone} />;
        })}
      </ul>
      {others > 0 && (
        <Button kind="link" className="mt-2 self-start" onClick={() => setAll(true)}>
          {t('others', { count: others })}
        </Button>
      )}
    </>
  );
}
