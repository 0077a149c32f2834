import { IconButton } from '@parley/ui';
import { MessageSquareText } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useClient } from '../../state/client';
import { lazyDialog } from '../../state/lazy-part';
import { useSurface } from '../../state/surface';
import { useStore } from '../../state/use-store';

const ThreadsDialog = lazyDialog(async () => (await import('./threads-dialog')).ThreadsDialog);

/** The way to the threads that I follow, with how many of them have something new. */
export function ThreadsButton() {
  const t = useTranslations('threads');
  const { unread } = useStore(useClient().threads);
  const [open, setOpen] = useSurface('threads');
  return (
    <>
      <IconButton
        icon={MessageSquareText}
        label={unread > 0 ? t('allUnread', { count: unread }) : t('all')}
        side="right"
        badge={unread === 0 ? undefined : unread > 99 ? '99+' : String(unread)}
        onClick={() => setOpen(true)}
      />
      <ThreadsDialog open={open} onOpenChange={setOpen} />
    </>
  );
}
