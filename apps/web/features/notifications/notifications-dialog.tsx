import type { NotificationPreview, NotificationSettings } from '@parley/contract';
import { Button, Choice, Dialog, Skeleton } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { useClient } from '../../state/client';
import { shownError, useErrorText } from '../../state/use-error-text';
import { useStore } from '../../state/use-store';
import { Notice } from '../shell/notice';
import { askedWhy } from './asked-why';
import { Keywords } from './keywords';
import { QuietHours } from './quiet-hours';
import { ThisBrowser } from './this-browser';
import { useSave } from './use-save';

const PREVIEWS = ['full', 'sender', 'none'] as const satisfies readonly NotificationPreview[];

/** When I want to be notified, on all my devices, and whether this browser shows it. */
export function NotificationsDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const t = useTranslations('notifications');
  const app = useTranslations('app');
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t('title')} closeLabel={app('close')}>
      <div className="flex flex-col gap-5 overflow-y-auto px-4 pb-4">
        <ThisBrowser />
        <Settings />
        <Button
          kind="link"
          className="self-start"
          onClick={() => {
            onOpenChange(false);
            askedWhy.open(null);
          }}
        >
          {t('why')}
        </Button>
      </div>
    </Dialog>
  );
}

function Settings() {
  const t = useTranslations('notifications');
  const errorText = useErrorText();
  const { settings, error } = useStore(useClient().notifications);
  if (settings !== null) return <Form settings={settings} />;
  if (error !== null) return <Notice text={`${t('failed')} ${errorText(shownError(error))}`} />;
  return <Skeleton className="h-40" />;
}

function Form({ settings }: { settings: NotificationSettings }) {
  const t = useTranslations('notifications');
  const errorText = useErrorText();
  const { busy, failure, save } = useSave(settings);
  return (
    <>
      {failure && <Notice text={errorText(failure)} />}
      <Choice
        label={t('preview')}
        value={settings.preview}
        options={PREVIEWS.map((value) => ({ value, label: t(`preview-${value}`) }))}
        onChange={(preview) => void save({ preview })}
      />
      <QuietHours settings={settings} save={save} />
      <Keywords settings={settings} save={save} busy={busy} />
    </>
  );
}
