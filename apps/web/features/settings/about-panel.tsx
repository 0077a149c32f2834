import { useTranslations } from 'next-intl';

/** What this is, and what one may do with it. */
export function AboutPanel() {
  const app = useTranslations('app');
  const t = useTranslations('settings');
  return (
    <div className="flex flex-col gap-2 text-list">
      <p className="text-title font-semibold">{app('name')}</p>
      <p className="text-muted">{t('version', { version: process.env.PARLEY_VERSION })}</p>
      <p className="text-muted">{t('licence')}</p>
    </div>
  );
}
