import { useTranslations } from 'next-intl';
import { LookChoices } from './look-choices';

/** How it all looks, on all my devices. */
export function AppearancePanel() {
  const t = useTranslations('settings');
  return (
    <>
      <p className="text-list text-muted">{t('everywhere')}</p>
      <LookChoices />
    </>
  );
}
