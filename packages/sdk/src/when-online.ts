import { ParleyError } from '@parley/contract';
import type { SessionSnapshot } from './auth.js';
import type { ConnectionSnapshot } from './connection.js';
import type { Cancel, ClockPort } from './ports.js';
import type { Store } from './store.js';

type Watched = { readonly connection: Store<ConnectionSnapshot>; readonly session: Store<SessionSnapshot> };

/** Resolves when everything that was missed is here; rejects when the sign-in is over, or it takes too long. */
export function whenOnline({ connection, session }: Watched, clock: ClockPort, timeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const cancels: Cancel[] = [];
    const settle = (run: () => void): void => {
      for (const cancel of cancels) cancel();
      run();
    };
    const look = (): void => {
      const { me, reason } = session.getSnapshot();
      if (connection.getSnapshot().synced) settle(resolve);
      else if (me === null) settle(() => reject(reason ?? new ParleyError('TOKEN_MISSING')));
    };
    const giveUp = (): void => settle(() => reject(connection.getSnapshot().error ?? new ParleyError('UNAVAILABLE')));
    cancels.push(connection.subscribe(look), session.subscribe(look));
    cancels.push(clock.setTimeout(giveUp, timeoutMs));
    look();
  });
}
