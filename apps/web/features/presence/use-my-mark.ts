import { current, isQuiet } from '@parley/core';
import { useClient } from '../../state/client';
import { useNow } from '../../state/use-now';
import { markOf, type Mark } from '../../state/use-presence';
import { useStore } from '../../state/use-store';

/** How others see me now, as far as I set it; null while I am not connected. */
export function useMyMark(): Mark | null {
  const client = useClient();
  const now = useNow(15_000);
  const { own } = useStore(client.ownPresence);
  const { settings } = useStore(client.notifications);
  const online = useStore(client.connection).state === 'online';
  const away = current(own?.away ?? null, now) !== null;
  return markOf({ online, away, dnd: settings !== null && isQuiet(settings, now) });
}
