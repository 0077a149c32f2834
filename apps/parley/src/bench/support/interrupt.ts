import { Failure } from '../../bootstrap/failure.js';

/** The work was ended by Ctrl-C, not by a failure of its own. */
export class Interruption extends Failure {}

export type Interrupted = Promise<never>;

/** Ctrl-C makes `interrupted` reject: whoever races it cleans up on the way out. The second one ends us at once. */
export async function withInterrupt<T>(work: (interrupted: Interrupted) => Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  promise.catch(() => undefined);
  let asked = false;
  const onSignal = (): void => {
    if (asked) process.exit(130);
    asked = true;
    reject(new Interruption('interrupted'));
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  try {
    return await work(promise);
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}
