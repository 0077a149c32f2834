import { setTimeout as sleep } from 'node:timers/promises';

export { sleep };

/**
 * How long a test waits for what has to come. No promise of the product: a loaded machine may need many times what a
 * quiet one does, and a wait ends as soon as its condition holds.
 */
export const PATIENCE_MS = 30_000;

/** Polls until the condition holds; fails with what was waited for. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  withinMs = PATIENCE_MS,
): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`waited ${withinMs} ms in vain: ${what}`);
    await sleep(10);
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
