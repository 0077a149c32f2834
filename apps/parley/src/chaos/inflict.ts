import { setTimeout as sleep } from 'node:timers/promises';

import { isDataPart } from '../supervisor/install.js';
import { clockStepOf, slownessOf, type FaultKind } from './faults.js';
import type { ChaosInstall } from './install.js';
import type { Line } from './line.js';
import type { Planned } from './schedule.js';
import { takeSlots } from './slots.js';

/** Ends what was begun, or waits for it to heal by itself. */
export type Undo = () => void | Promise<void>;

type Inflict = (install: ChaosInstall, fault: Planned) => Undo | Promise<Undo>;

/** How each kind is done. */
export const INFLICT: Record<FaultKind, Inflict> = {
  kill: (install, { target }) => install.end(target, 'SIGKILL'),
  restart: (install, { target }) => install.end(target, orderly(target)),
  rolling: (install, { holds }) => {
    const over = (async () => {
      for (const name of holds) await install.end(name, orderly(name))();
    })();
    return () => over;
  },
  pause: (install, { target }) => install.hold(target),
  flush: async (install) => {
    await install.redis('FLUSHALL');
    return () => undefined;
  },
  // As a replica of nobody it can still be read.
  readonly: redisSetting('REPLICAOF 127.0.0.1 1', 'REPLICAOF NO ONE'),
  memory: redisSetting('CONFIG SET maxmemory 1mb', 'CONFIG SET maxmemory 512mb'),
  clock: (install, { target, strength }) => {
    install.clocks.set(target, clockStepOf(strength));
    return () => install.clocks.set(target, 0);
  },
  disk: (install) => install.fillDisk(),
  slots: (install, { target }) => {
    const giveBack = takeSlots(install.portOf(target));
    // Who has a connection keeps it: they have to come again to find that there is none.
    for (const line of install.lines(`→ ${target}`)) line.reset();
    return giveBack;
  },
  slow: onLines((line, { strength }) => {
    const { latencyMs, jitterMs } = slownessOf(strength);
    line.slow(latencyMs, jitterMs);
  }),
  stall: onLines((line) => line.stall()),
  reset: onLines((line) => line.reset()),
  partition: onLines((line) => line.swallow()),
  refused: onLines((line) => line.cut()),
  mute: onLines((line) => line.mute()),
  deaf: onLines((line) => line.deaf()),
};

function onLines(begin: (line: Line, fault: Planned) => void): Inflict {
  return (install, fault) => {
    const lines = install.lines(fault.target);
    for (const line of lines) begin(line, fault);
    return () => {
      for (const line of lines) line.heal();
    };
  };
}

const TRIES = 50;
const AGAIN_MS = 200;

function redisSetting(begin: string, end: string): Inflict {
  return async (install) => {
    await install.redis(begin);
    return async () => {
      for (let tries = 1; ; tries += 1) {
        try {
          await install.redis(end);
          return;
        } catch (error) {
          // One that was killed meanwhile comes back as it should be.
          if (tries === TRIES) throw error;
          await sleep(AGAIN_MS);
        }
      }
    };
  };
}

/** Postgres calls its fast shutdown so. */
function orderly(part: string): NodeJS.Signals {
  return isDataPart(part) && part !== 'redis' ? 'SIGINT' : 'SIGTERM';
}
