import { LIMITS } from '@parley/contract';

import type { ThrowPlan } from './abuse-plan.js';
import { Caller } from './support/caller.js';
import { inLanes } from './support/in-lanes.js';
import { Link, newMeter } from './support/link.js';
import type { Tally } from './support/tally.js';

const TRIES = 10_000;
/** Where the tries at many accounts come from: one address alone would be held back by its own bound. */
const ADDRESSES = 20;
const LANES = 256;

/** One after the other as fast as they are answered, all of them. */
export async function signInTries(plan: ThrowPlan, until: number, tally: Tally): Promise<number> {
  const callers = Array.from({ length: ADDRESSES }, (_, at) => new Caller(plan.address, `127.9.8.${1 + at}`));
  const numbers = Array.from({ length: TRIES }, (_, number) => number);
  await inLanes(numbers, LANES, async (number) => {
    // Whoever is slow to refuse is not asked for ever.
    if (performance.now() > until + plan.seconds * 1_000) return tally.threw('tries that found no time');
    const isOne = number % 2 === 0;
    const caller = isOne ? callers[0] : callers[number % ADDRESSES];
    const body = JSON.stringify({
      login: isOne ? 'bench-000001' : `bench-${String(number).padStart(6, '0')}`,
      password: `not the password ${number}`,
      device: { name: 'abuse', platform: 'web' },
      session: 'token',
    });
    tally.threw(isOne ? 'tries at one account' : 'tries at many accounts');
    tally.answered((await caller?.call({ method: 'POST', path: '/auth/login', body })) ?? '');
  });
  for (const caller of callers) caller.close();
  return tally.of('RATE_LIMITED', 'LOGIN_LIMITED', 'BUSY');
}

const SOCKETS = 8;
const IN_FLIGHT = 16;

/** The list from its first to its last page, and everything that ever changed, again and again. */
export async function manyConversations(plan: ThrowPlan, until: number, tally: Tally): Promise<number> {
  const [session] = plan.sessions;
  if (session === undefined) throw new Error('nobody reads');
  const caller = new Caller(plan.address, '127.9.9.1');
  const lists = async (): Promise<void> => {
    while (performance.now() < until) {
      tally.threw('pages of the list');
      tally.answered(await caller.call({ path: `/conversations?limit=${LIMITS.chatListPage}`, token: session.token }));
    }
  };
  const pull = JSON.stringify({ incarnation: '0', lastSeq: 0, limit: LIMITS.syncPage });
  const sync = (): Promise<void> =>
    new Promise((resolve) => {
      const ask = (): void => {
        if (performance.now() >= until) return link.close();
        tally.threw('syncs from the beginning');
        link.request('sync.pull', pull, (ack) => {
          tally.answered(ack.ok ? 'OK' : ack.error.code);
          ask();
        });
      };
      const link: Link = new Link({
        target: { ...plan.address, localAddress: '127.9.9.2' },
        session,
        meter: newMeter(),
        readsEvents: false,
        handlers: {
          event: (name) => {
            if (name === 'ready') for (let count = 0; count < IN_FLIGHT; count += 1) ask();
          },
          closed: (reason) => {
            if (performance.now() < until) tally.answered(reason);
            resolve();
          },
        },
      });
    });
  await Promise.all([...Array.from({ length: SOCKETS }, () => lists()), ...Array.from({ length: SOCKETS }, sync)]);
  caller.close();
  return tally.of('RATE_LIMITED');
}
