import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import { Failure } from '../bootstrap/failure.js';
import { lockHolder } from '../bootstrap/lock.js';
import { isAlive } from '../bootstrap/process-identity.js';
import { createReporter, step, type Reporter } from '../bootstrap/progress.js';
import { dataDirAt, loadSecrets } from '../data-dir.js';
import { readSettings, type Settings } from '../settings.js';
import { endLeftovers } from '../supervisor/leftovers.js';
import { runningState } from '../supervisor/state.js';

export async function down(): Promise<number> {
  const settings = readSettings();
  const reporter = createReporter(process.stderr);
  const stopped = await stopRunning(settings, reporter);
  process.stdout.write(stopped ? 'Parley is stopped.\n' : 'Parley is not running.\n');
  return 0;
}

/** Stops the supervisor, or, where one was killed, what it has left behind. False when there was nothing. */
export async function stopRunning(settings: Settings, reporter: Reporter): Promise<boolean> {
  const dir = dataDirAt(settings.dataDir);
  // One that has only just begun has a lock, but no state yet.
  const supervisor = runningState(dir)?.supervisor ?? lockHolder(dir.lock);
  if (supervisor === undefined) return existsSync(dir.secrets) && (await endLeftovers(dir, loadSecrets(dir).installId));
  await step(reporter, 'stop Parley', async () => {
    signalSupervisor(supervisor.pid);
    const deadline = Date.now() + 120_000;
    while (isAlive(supervisor)) {
      if (Date.now() > deadline)
        throw new Failure(`the supervisor (pid ${supervisor.pid}) does not end: see ./parley logs supervisor`);
      const busy = runningState(dir)?.parts.filter((part) => part.state === 'stopping') ?? [];
      reporter.note(busy.map((part) => part.name).join(', '));
      await sleep(100);
    }
  });
  return true;
}

function signalSupervisor(pid: number): void {
  try {
    process.kill(pid, 'SIGTERM');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error;
    throw new Failure(`Parley was started by another user (pid ${pid}): stop it as that user`);
  }
}
