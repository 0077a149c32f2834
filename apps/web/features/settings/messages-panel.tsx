import { Choice } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { useSetPreferences } from '../../state/own-preferences';
import { usePreferences } from '../../state/preferences';
import { sendKeys } from './send-keys';

/** How messages are written, on all my devices. */
export function MessagesPanel() {
  const t = useTranslations('settings');
  const set = useSetPreferences();
  const { sendKey = 'enter' } = usePreferences();
  return (
    <>
      <p className="text-list text-muted">{t('everywhere')}</p>
      <Choice
        label={t('sendKey')}
        value={sendKey}
        options={[
          { value: 'enter', label: sendKeys('enter').send },
          { value: 'mod-enter', label: sendKeys('mod-enter').send },
        ]}
        hint={t('sendKeyHint', { other: sendKeys(sendKey).newLine })}
        onChange={(value) => set({ sendKey: value })}
      />
    </>
  );
}
