import { Failure, isFailure } from '../../bootstrap/failure.js';

const INTERRUPTED = 'interrupted';

export type Interrupted = Promise<never>;

/** The work was ended by Ctrl-C, not by a failure of its own. */
export function isInterruption(error: unknown): boolean {
  return isFailure(error) && error.message === INTERRUPTED;
}

/** Ctrl-C makes `interrupted` reject: whoever races it cleans up on the way out. The second one ends us at once. */
export async function withInterrupt<T>(work: (interrupted: Interrupted) => Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  promise.catch(() => undefined);
  let asked = false;
  const onSignal = (): void => {
    if (asked) process.exit(130);
    asked = true;
    reject(new Failure(INTERRUPTED));
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  try {
    return await work(promise);
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}
