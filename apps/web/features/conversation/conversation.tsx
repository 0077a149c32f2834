import { Button, cx, EmptyState } from '@parley/ui';
import { SearchX } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { TimelineMessage } from '@parley/sdk';
import { useEffect, useRef, useState } from 'react';
import { useClient } from '../../state/client';
import { closeChat } from '../../state/location';
import { useChatName } from '../../state/names';
import { useStore } from '../../state/use-store';
import { Composer } from '../composer/composer';
import { ForwardBar } from '../forward/forward-bar';
import { ForwardDialog } from '../forward/forward-dialog';
import { useForward } from '../forward/use-forward';
import { GroupPane } from '../group/group-pane';
import { Announcer } from '../timeline/announcer';
import { Timeline } from '../timeline/timeline';
import { TimelineSkeleton } from '../timeline/timeline-skeleton';
import { ConversationHeader } from './conversation-header';
import { useLeaving } from './use-leaving';
import { usePane } from './use-pane';

/** The chat that the address names. */
export function Conversation({ conversationId }: { conversationId: string }) {
  const nameOf = useChatName();
  const client = useClient();
  const { loaded, items } = useStore(client.chatList);
  const { synced, state } = useStore(client.connection);
  const row = items.find((item) => item.conversationId === conversationId);
  const paneButton = useRef<HTMLButtonElement>(null);
  const pane = usePane(paneButton);
  const forwards = useForward();
  const [reply, setReply] = useState<TimelineMessage | null>(null);
  useLeaving(row, loaded);
  useEffect(() => {
    client.watch([conversationId]);
    return () => client.watch([]);
  }, [client, conversationId]);

  if (!row && loaded && (synced || state === 'offline')) return <Missing known={synced} />;
  if (!row) return <TimelineSkeleton />;
  const name = nameOf(row);
  return (
    <div className="relative flex min-h-0 flex-1">
      {/* Where the pane covers all of it, nothing of it may be reached. */}
      <div className={cx('flex min-h-0 min-w-0 flex-1 flex-col', pane.open && 'max-panes:invisible')}>
        <ConversationHeader row={row} name={name} pane={pane} paneButton={paneButton} />
        <Timeline row={row} name={name} onReply={setReply} forwards={forwards} />
        {forwards.selection === null ? (
          <Composer row={row} name={name} reply={reply} onReplyEnd={() => setReply(null)} />
        ) : (
          <ForwardBar selection={forwards.selection} state={forwards} />
        )}
        <ForwardDialog state={forwards} />
        <Announcer row={row} name={name} />
      </div>
      {pane.open && row.kind === 'group' && <GroupPane row={row} onClose={pane.close} />}
    </div>
  );
}

/** Either it is not mine to see, or it can't be asked for now. */
function Missing({ known }: { known: boolean }) {
  const t = useTranslations('chat');
  const errors = useTranslations('errors');
  return (
    <EmptyState
      icon={SearchX}
      title={t('notFoundTitle')}
      body={known ? t('notFoundBody') : errors('UNAVAILABLE')}
      action={<Button onClick={closeChat}>{t('back')}</Button>}
    />
  );
}
