import { setTimeout as sleep } from 'node:timers/promises';

/** Below what a gateway admits a second by default; of all load generators together. */
export const OPENED_PER_SECOND = 700;
const PER_ADDRESS = 10_000;

/** Where the n-th connection comes from: an address has some 28,000 ports to one server. */
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
  for (const [number, item] of items.entries()) {
    const due = began + (number * 1_000) / perSecond;
    if (due > performance.now() + 5) await sleep(due - performance.now());
    opening.push(open(item));
  }
  await Promise.all(opening);
}
