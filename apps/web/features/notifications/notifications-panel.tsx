import type { NotificationPreview, NotificationSettings } from '@parley/contract';
import { Button, Choice, Skeleton } from '@parley/ui';
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
export function NotificationsPanel() {
  const t = useTranslations('notifications');
  return (
    <>
      <ThisBrowser />
      <Settings />
      <Button kind="link" className="self-start" onClick={() => askedWhy.open(null)}>
        {t('why')}
      </Button>
    </>
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
