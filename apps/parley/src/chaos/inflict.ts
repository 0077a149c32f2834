import type { FaultKind } from './faults.js';
import type { ChaosInstall } from './install.js';
import type { Planned } from './schedule.js';

/** Ends what was begun, or waits for it to heal by itself. */
export type Undo = () => void | Promise<void>;

type Inflict = (install: ChaosInstall, fault: Planned) => Promise<Undo | void> | Undo | void;

/** How each kind is done. */
export const INFLICT: Record<FaultKind, Inflict> = {
  kill: (install, { target }) => {
    install.signal(target, 'SIGKILL');
    return () => install.untilUp(target);
  },
};
