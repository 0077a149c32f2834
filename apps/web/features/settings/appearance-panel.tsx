import type { Preferences } from '@parley/contract';
import { Choice } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { useSetPreferences } from '../../state/own-preferences';
import { usePreferences } from '../../state/preferences';
import { LayoutChoice } from './layout-choice';
import { LookChoices } from './look-choices';

const SIZES = [90, 100, 110, 125, 150] as const satisfies readonly Preferences['textSize'][];

/** How it all looks, on all my devices. */
export function AppearancePanel() {
  const t = useTranslations('settings');
  const set = useSetPreferences();
  const { textSize = 100, density = 'comfortable', timeFormat } = usePreferences();
  return (
    <>
      <p className="text-list text-muted">{t('everywhere')}</p>
      <LookChoices />
      <LayoutChoice />
      <Choice
        label={t('textSize')}
        value={String(textSize)}
        options={SIZES.map((size) => ({ value: String(size), label: t('percent', { size: String(size) }) }))}
        onChange={(value) => {
          const size = SIZES.find((one) => String(one) === value);
          if (size !== undefined) set({ textSize: size });
        }}
      />
      <Choice
        label={t('density')}
        value={density}
        options={[
          { value: 'comfortable', label: t('comfortable') },
          { value: 'compact', label: t('compact') },
        ]}
        onChange={(value) => set({ density: value })}
      />
      <Choice
        label={t('hours')}
        value={timeFormat === '12' ? '12' : '24'}
        options={[
          { value: '24', label: t('hours24') },
          { value: '12', label: t('hours12') },
        ]}
        onChange={(value) => set({ timeFormat: value })}
      />
    </>
  );
}
