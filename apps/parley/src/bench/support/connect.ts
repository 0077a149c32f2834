import { setTimeout as sleep } from 'node:timers/promises';

/** Below what a gateway admits a second by default; of all load generators together. */
export const OPENED_PER_SECOND = 700;
const PER_ADDRESS = 1_000;
/** Handshakes that are under way: on a machine that is busy otherwise more of them would only run out of time together. */
const AT_ONCE = 256;

/**
 * Where the n-th connection comes from: an address has some 28,000 ports to one server, and the more of them are taken (or were a minute
 * ago), the longer the kernel looks for a free one: with 10,000 devices that move it was most of what a load generator did.
 */
export function sourceAddress(number: number): string {
  const block = Math.floor(number / PER_ADDRESS);
  return `127.0.${1 + Math.floor(block / 250)}.${1 + (block % 250)}`;
}

/** Opens connections at a pace; resolves when all are open. */
export async function openAll<T>(
  items: readonly T[],
  open: (item: T) => Promise<void>,
  perSecond = OPENED_PER_SECOND,
): Promise<void> {
  const began = performance.now();
  const opening: Promise<void>[] = [];
  let underWay = 0;
  for (const [number, item] of items.entries()) {
    const due = began + (number * 1_000) / perSecond;
    if (due > performance.now() + 5) await sleep(due - performance.now());
    while (underWay >= AT_ONCE) await sleep(5);
    underWay += 1;
    const opened = open(item).finally(() => {
      underWay -= 1;
    });
    // Whoever waits for all of them hears of it.
    opened.catch(() => undefined);
    opening.push(opened);
  }
  await Promise.all(opening);
}
