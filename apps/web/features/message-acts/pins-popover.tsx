import type { Message } from '@parley/contract';
import type { ChatRow } from '@parley/sdk';
import { IconButton, Popover, Skeleton } from '@parley/ui';
import { Pin } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { useClient } from '../../state/client';
import { shownError, type ShownError, useErrorText } from '../../state/use-error-text';
import { requestJump } from '../timeline/jump-requests';
import { MessageLine } from './message-line';

/** The pinned messages of a conversation, the newest pin first. */
export function PinsPopover({ row }: { row: ChatRow }) {
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

type Loaded = { messages: Message[] } | { failure: ShownError } | null;

function Pins({ row: { conversationId }, onDone }: { row: ChatRow; onDone: () => void }) {
  const t = useTranslations('acts');
  const errorText = useErrorText();
  const client = useClient();
  const [loaded, setLoaded] = useState<Loaded>(null);
  useEffect(() => {
    let current = true;
    client.pinnedMessages(conversationId).then(
      (messages) => current && setLoaded({ messages }),
      (error: unknown) => current && setLoaded({ failure: shownError(error) }),
    );
    return () => {
      current = false;
    };
  }, [client, conversationId]);
  if (loaded === null) return <Skeleton className="h-10 w-full" />;
  if ('failure' in loaded) return <p className="text-list text-danger">{errorText(loaded.failure)}</p>;
  if (loaded.messages.length === 0) return <p className="text-list text-muted">{t('noPins')}</p>;
  return (
    <ul className="-mx-2 flex min-h-0 flex-col overflow-y-auto">
      {loaded.messages.map((message) => (
        <MessageLine
          key={message.seq}
          message={message}
          onOpen={() => {
            onDone();
            requestJump(conversationId, message.seq);
          }}
        />
      ))}
    </ul>
  );
}
