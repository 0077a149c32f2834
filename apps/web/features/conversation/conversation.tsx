import type { ChatRow } from '@parley/sdk';
import { Button, cx, EmptyState } from '@parley/ui';
import { SearchX } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { useClient } from '../../state/client';
import { closeChat, usePlace } from '../../state/location';
import { useChatName } from '../../state/names';
import { lazyPart } from '../../state/lazy-part';
import { isSameButDraft } from '../../state/same-row';
import { useSteadyChat } from '../../state/steady-chat';
import { useStore, useStored } from '../../state/use-store';
import { NotIn } from '../channels/channel-door';
import { Composer } from '../composer/composer';
import { ForwardBar } from '../forward/forward-bar';
import { ForwardDialog } from '../forward/forward-dialog';
import { forwards, useSelection } from '../forward/forwards';
import { GroupPane } from '../group/group-pane';
import { isGroup } from '../group/kinds';
import { Announcer } from '../timeline/announcer';
import { Timeline } from '../timeline/timeline';
import { TimelineSkeleton } from '../timeline/timeline-skeleton';
import { ThreadPane } from '../threads/thread-pane';
import { PaneSplitter } from '../shell/pane-splitter';
import { SIDE_PANE } from '../shell/side-pane';
import { ConversationHeader } from './conversation-header';
import { useEscapeReads } from './use-escape-reads';
import { useLeaving } from './use-leaving';
import { usePane } from './use-pane';
import { useTyping } from './use-typing';

const DirectPane = lazyPart(
  async () => (await import('./direct-pane')).DirectPane,
  () => <div aria-busy className={SIDE_PANE} />,
);

/** The chat that the address names. */
export function Conversation({ conversationId }: { conversationId: string }) {
  const client = useClient();
  const loaded = useStored(client.chatList, (list) => list.loaded);
  const row = useRow(conversationId);
  useLeaving(row, loaded);
  useEscapeReads(row);
  useTyping();
  useEffect(() => {
    client.watch([conversationId]);
    return () => {
      client.watch([]);
      forwards.end();
    };
  }, [client, conversationId]);

  return row ? <Opened row={row} /> : <NoRow conversationId={conversationId} loaded={loaded} />;
}

/** By itself, so that a connection that comes and goes draws nothing of a chat that is there. */
function NoRow({ conversationId, loaded }: { conversationId: string; loaded: boolean }) {
  const { synced, state } = useStore(useClient().connection);
  if (!loaded || (!synced && state !== 'offline')) return <TimelineSkeleton />;
  return <Missing conversationId={conversationId} known={synced} />;
}

/** Its row; the same object while nothing but what I write there is another: a key draws no message again. */
function useRow(conversationId: string): ChatRow | undefined {
  const store = useClient().row(conversationId);
  const [pick] = useState(steadyPick);
  return useStored(store, pick) ?? undefined;
}

function steadyPick(): (row: ChatRow | null) => ChatRow | null {
  let last: ChatRow | null = null;
  return (row) => {
    if (row === null || last === null || !isSameButDraft(row, last)) last = row;
    return last;
  };
}

function Opened({ row }: { row: ChatRow }) {
  const nameOf = useChatName();
  const paneButton = useRef<HTMLButtonElement>(null);
  const pane = usePane(paneButton);
  const { thread } = usePlace();
  const selection = useSelection();
  const chat = useSteadyChat(row);
  const name = nameOf(row);
  return (
    <div className="relative flex min-h-0 flex-1">
      {/* Where the pane covers all of it, nothing of it may be reached. */}
      <div
        className={cx('flex min-h-0 min-w-0 flex-1 flex-col', (pane.open || thread !== null) && 'max-panes:invisible')}
      >
        <ConversationHeader row={chat} name={name} paneOpen={pane.open} onPane={pane.toggle} paneButton={paneButton} />
        <Timeline row={row} name={name} />
        {selection === null ? <Composer row={chat} name={name} /> : <ForwardBar row={row} selection={selection} />}
        <ForwardDialog />
        <Announcer row={row} name={name} />
      </div>
      {(thread !== null || pane.open) && <PaneSplitter pane="side" className="max-wide:hidden" />}
      {thread !== null && <ThreadPane key={thread} row={row} name={name} seq={thread} />}
      {pane.open &&
        (isGroup(row) ? (
          <GroupPane row={row} onClose={pane.close} />
        ) : (
          <DirectPane row={row} name={name} onClose={pane.close} />
        ))}
    </div>
  );
}

/** Either it is not mine to see, or not yet, or it can't be asked for now. */
function Missing({ conversationId, known }: { conversationId: string; known: boolean }) {
  const t = useTranslations('chat');
  const errors = useTranslations('errors');
  const nothing = (
    <EmptyState
      icon={SearchX}
      title={t('notFoundTitle')}
      body={known ? t('notFoundBody') : errors('UNAVAILABLE')}
      action={<Button onClick={closeChat}>{t('back')}</Button>}
    />
  );
  return known ? <NotIn conversationId={conversationId} nothing={nothing} /> : nothing;
}
