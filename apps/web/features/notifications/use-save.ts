import type { NotificationSettings, NotificationSettingsInput } from '@parley/contract';
import { useClient } from '../../state/client';
import { type Act, useAct } from '../group/use-act';

export type Save = Pick<Act, 'busy' | 'failure'> & {
  readonly save: (change: Partial<NotificationSettingsInput>) => Promise<boolean>;
};

/** Each change takes hold as it is made; what is not changed stays as it is on the server. */
export function useSave(settings: NotificationSettings): Save {
  const { notifications } = useClient();
  const { busy, failure, run } = useAct();
  const save = (change: Partial<NotificationSettingsInput>): Promise<boolean> => {
    const { quietHours, pausedUntil, keywords, preview } = settings;
    return run(() => notifications.set({ quietHours, pausedUntil, keywords, preview, ...change }));
  };
  return { busy, failure, save };
}
