import type { Preferences } from '@parley/contract';
import { Choice } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { useSetPreferences } from '../../state/own-preferences';
import { usePreferences } from '../../state/preferences';
import { LANGUAGES } from './languages';

/** The two that are wanted most: in the settings, and where they open. */
export function LookChoices() {
  const t = useTranslations('settings');
  const { locale = 'auto', theme = 'system' } = usePreferences();
  const set = useSetPreferences();
  const languages: { value: Preferences['language']; label: string }[] = [
    { value: 'auto', label: t('auto') },
    ...LANGUAGES,
  ];
  const themes: { value: Preferences['theme']; label: string }[] = [
    { value: 'system', label: t('system') },
    { value: 'light', label: t('light') },
    { value: 'dark', label: t('dark') },
  ];
  return (
    <>
      <Choice label={t('language')} value={locale} options={languages} onChange={(language) => set({ language })} />
      <Choice label={t('theme')} value={theme} options={themes} onChange={(next) => set({ theme: next })} />
    </>
  );
}
