import type { Request } from '../args.js';
import { isFailure } from '../bootstrap/failure.js';
import { readSettings } from '../settings.js';
import { tellingReporter } from '../supervisor/detached.js';
import { untilStopped } from '../supervisor/run.js';
import { wantedRun } from '../supervisor/wanted.js';
import { AlreadyRunning, Supervisor } from '../supervisor/supervisor.js';

/** The process behind `up --detach`: not for the command line. */
export async function supervise(request: Extract<Request, { command: 'supervise' }>): Promise<number> {
  process.on('SIGHUP', () => undefined);
  const reporter = tellingReporter();
  const { level, demo, processes } = request;
  const shape = { level, ...(processes === undefined ? {} : { processes }) };
  try {
    const settings = readSettings();
    const supervisor = new Supervisor({ settings, demo, ...shape, runs: wantedRun(settings, shape) }, reporter);
    return await untilStopped(supervisor, (welcome) => reporter.tell({ type: 'ready', welcome }));
  } catch (error) {
    if (error instanceof AlreadyRunning) {
      reporter.tell({ type: 'held' });
      return 1;
    }
    if (!isFailure(error)) throw error;
    reporter.tell({ type: 'failed', message: error.message, details: error.details });
    process.stderr.write(`${new Date().toISOString()} ${error.message}\n`);
    return 1;
  }
}
