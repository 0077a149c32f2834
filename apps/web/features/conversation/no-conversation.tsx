import { Button, EmptyState } from '@parley/ui';
import { MessagesSquare } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useClient, useMe } from '../../state/client';
import { useStored } from '../../state/use-store';

/** What stands beside the list while no chat is open; to somebody new, a welcome with the first step. */
export function NoConversation({ onFind }: { onFind: () => void }) {
  const t = useTranslations('chat');
  const me = useMe();
  const { chatList } = useClient();
  const loaded = useStored(chatList, (list) => list.loaded);
  const isNew = useStored(chatList, ({ items }) => items.length === 0);
  if (!loaded) return null;
  return (
    <EmptyState
      icon={MessagesSquare}
      title={isNew ? t('welcomeTitle', { org: me.orgName }) : t('pickTitle')}
      body={isNew ? t('welcomeBody') : t('pickBody')}
      action={
        <Button kind={isNew ? 'primary' : 'plain'} onClick={onFind}>
          {t('pickAction')}
        </Button>
      }
    />
  );
}
