import { Switch } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { useSyncExternalStore } from 'react';
import { chime } from '../../platform/chime';
import { preferences } from '../../platform/preferences';
import { browserPush, mayNotify } from '../../platform/push';
import { usePreferences } from '../../state/preferences';

/** Whether this browser tells of what comes in while Parley is open and nobody looks at it, and whether it sounds. */
export function WhileOpen() {
  const t = useTranslations('notifications');
  const state = useSyncExternalStore(browserPush.subscribe, browserPush.getSnapshot, () => null);
  const { notifies = true, sounds = true } = usePreferences();
  const impossible = state === null || state === 'unsupported' || state === 'blocked';
  const turn = async (next: boolean): Promise<void> => {
    const allowed = !next || (await browserPush.allow());
    preferences.change({ notifies: next && allowed });
  };
  const sound = (next: boolean): void => {
    preferences.change({ sounds: next });
    // So that one hears what was chosen.
    if (next) chime(Date.now()).catch(() => undefined);
  };
  return (
    <div className="flex flex-col">
      <Switch
        label={t('whileOpen')}
        checked={notifies && !impossible && mayNotify()}
        disabled={impossible}
        onChange={(next) => void turn(next)}
      />
      <Switch label={t('sound')} checked={sounds} onChange={sound} />
    </div>
  );
}
