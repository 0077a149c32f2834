import type { Logger } from './logger.js';

/** Whoever runs Parley kills what does not stop in time: by then it has to be known what it waited for. */
const SLOW_MS = 5_000;

/** What is done, by the name that the log has for it. */
export type StopStep = readonly [part: string, stop: () => Promise<unknown> | void];

/** One after the other; the log names each that takes long. */
export async function stopInOrder(logger: Logger, steps: readonly StopStep[]): Promise<void> {
  for (const step of steps) await stopped(logger, step);
}

/** All at once. */
export async function stopTogether(logger: Logger, steps: readonly StopStep[]): Promise<void> {
  await Promise.all(steps.map((step) => stopped(logger, step)));
}

async function stopped(logger: Logger, [part, stop]: StopStep): Promise<void> {
  const slow = setInterval(() => logger.warn('stopping waits', { part }), SLOW_MS);
  try {
    await stop();
  } finally {
    clearInterval(slow);
  }
}
