import { useClient } from '../../state/client';
import { useNow } from '../../state/use-now';
import { useStore } from '../../state/use-store';

export type Disturb = {
  /** My notification settings are known: before, nothing can be changed. */
  readonly ready: boolean;
  /** null: I am not paused. */
  readonly pausedUntil: number | null;
  readonly pause: (until: number | null) => Promise<unknown>;
};

/** Do not disturb: the pause of my notifications, which others see. */
export function useDisturb(): Disturb {
  const { notifications } = useClient();
  const { settings } = useStore(notifications);
  const now = useNow(15_000);
  const pause = async (until: number | null): Promise<unknown> => {
    if (settings === null) return;
    const { version: _, ...input } = settings;
    return notifications.set({ ...input, pausedUntil: until });
  };
  const until = settings?.pausedUntil ?? 0;
  return { ready: settings !== null, pausedUntil: until > now ? until : null, pause };
}
