import { Button, EmptyState } from '@parley/ui';
import { MessagesSquare } from 'lucide-react';
import { useTranslations } from 'next-intl';

export function NoConversation({ onFind }: { onFind: () => void }) {
  const t = useTranslations('chat');
  return (
    <EmptyState
      icon={MessagesSquare}
      title={t('pickTitle')}
      body={t('pickBody')}
      action={<Button onClick={onFind}>{t('pickAction')}</Button>}
    />
  );
}
