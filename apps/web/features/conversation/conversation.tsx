import { Button, EmptyState } from '@parley/ui';
import { SearchX } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect } from 'react';
import { useClient } from '../../state/client';
import { closeChat } from '../../state/location';
import { useChatName } from '../../state/names';
import { useStore } from '../../state/use-store';
import { Composer } from '../composer/composer';
import { Announcer } from '../timeline/announcer';
import { Timeline } from '../timeline/timeline';
import { TimelineSkeleton } from '../timeline/timeline-skeleton';
import { ConversationHeader } from './conversation-header';

/** The chat that the address names. */
export function Conversation({ conversationId }: { conversationId: string }) {
  const nameOf = useChatName();
  const client = useClient();
  const { loaded, items } = useStore(client.chatList);
  const { synced, state } = useStore(client.connection);
  const row = items.find((item) => item.conversationId === conversationId);
  useEffect(() => {
    client.watch([conversationId]);
    return () => client.watch([]);
  }, [client, conversationId]);

  if (!row && loaded && (synced || state === 'offline')) return <Missing known={synced} />;
  if (!row) return <TimelineSkeleton />;
  const name = nameOf(row);
  return (
    <>
      <ConversationHeader row={row} name={name} />
      <Timeline row={row} name={name} />
      <Composer conversationId={conversationId} name={name} />
      <Announcer conversationId={conversationId} name={name} />
    </>
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
