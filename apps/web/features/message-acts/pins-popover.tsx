import type { ChatRow } from '@parley/sdk';
import { IconButton, Popover, Skeleton } from '@parley/ui';
import { Pin } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useClient } from '../../state/client';
import { useErrorText } from '../../state/use-error-text';
import { useLoaded } from '../../state/use-loaded';
import { showMessage } from '../timeline/jump-requests';
import { MessageLine } from './message-line';

type Chat = Pick<ChatRow, 'conversationId'>;

/** The pinned messages of a conversation, the newest pin first. */
export function PinsPopover({ row }: { row: Chat }) {
  const t = useTranslations('acts');
  const [open, setOpen] = useState(false);
  return (
    <Popover
      trigger={<IconButton icon={Pin} label={t('pins')} side="bottom" />}
      title={t('pins')}
      side="bottom"
      align="end"
      open={open}
      onOpenChange={setOpen}
    >
      {/* Asked for anew each time it opens. */}
      {open && <Pins row={row} onDone={() => setOpen(false)} />}
    </Popover>
  );
}

function Pins({ row: { conversationId }, onDone }: { row: Chat; onDone: () => void }) {
  const t = useTranslations('acts');
  const errorText = useErrorText();
  const client = useClient();
  const loaded = useLoaded(conversationId, () => client.pinnedMessages(conversationId));
  if (loaded === null) return <Skeleton className="h-10 w-full" />;
  if ('failure' in loaded) return <p className="text-list text-danger">{errorText(loaded.failure)}</p>;
  if (loaded.value.length === 0) return <p className="text-list text-muted">{t('noPins')}</p>;
  return (
    <ul className="-mx-2 flex min-h-0 flex-col overflow-y-auto">
      {loaded.value.map((message) => (
        <MessageLine
          key={message.seq}
          message={message}
          onOpen={() => {
            onDone();
            showMessage(message);
          }}
        />
      ))}
    </ul>
  );
}
