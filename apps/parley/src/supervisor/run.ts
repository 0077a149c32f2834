import { once } from 'node:events';

import type { Supervisor } from './supervisor.js';
import type { Welcome } from './welcome.js';

/** Starts, stays until a signal asks to stop, stops in order. Returns the exit code. */
export async function untilStopped(supervisor: Supervisor, onReady: (welcome: Welcome) => void): Promise<number> {
  const asked = new AbortController();
  const onSignal = (): void => {
    if (asked.signal.aborted) supervisor.hasten();
    asked.abort();
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  if (process.listenerCount('SIGHUP') === 0) process.on('SIGHUP', onSignal);
  // Keeps the process alive while all it does is wait.
  const alive = setInterval(() => undefined, 60_000);
  try {
    const interrupted = once(asked.signal, 'abort').then(() => undefined);
    const welcome = await Promise.race([supervisor.start(), interrupted]);
    if (welcome !== undefined) {
      onReady(welcome);
      await interrupted;
    }
    await supervisor.stop();
    return welcome === undefined ? 130 : 0;
  } finally {
    clearInterval(alive);
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal).off('SIGHUP', onSignal);
  }
}
