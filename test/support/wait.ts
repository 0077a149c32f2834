import { setTimeout as sleep } from 'node:timers/promises';

export { sleep };

/**
 * How long a test waits for what has to come. No promise of the product: a loaded machine may need many times what a
 * quiet one does, and a wait ends as soon as its condition holds.
 */
export const PATIENCE_MS = 60_000;

/** Between two looks at a condition: short for what comes at once, and for what takes long a small part of it. */
const LOOK_MS = { least: 10, most: 100, part: 0.05 };

/**
 * Polls until the condition holds; fails with what was waited for. A look is often a request or a connection to a
 * database: a hundred of them a second for many seconds would cost the machine more than what is waited for.
 */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  withinMs = PATIENCE_MS,
): Promise<void> {
  const began = performance.now();
  while (!(await holds())) {
    const waitedMs = performance.now() - began;
    if (waitedMs > withinMs) throw new Error(`waited ${withinMs} ms in vain: ${what}`);
    await sleep(Math.min(LOOK_MS.most, Math.max(LOOK_MS.least, waitedMs * LOOK_MS.part)));
  }
}

/** The promise's outcome, or an error after so long. */
export async function within<T>(ms: number, what: string, promise: Promise<T>): Promise<T> {
  const abort = new AbortController();
  const late = sleep(ms, undefined, { signal: abort.signal }).then(
    () => {
      throw new Error(`no answer within ${ms} ms: ${what}`);
    },
    () => new Promise<never>(() => undefined),
  );
  try {
    return await Promise.race([promise, late]);
  } finally {
    abort.abort();
  }
}
