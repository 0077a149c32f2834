import type { Request } from '../args.js';
import { isFailure, messageOf } from '../bootstrap/failure.js';
import { readSettings } from '../settings.js';
import { tellingReporter } from '../supervisor/detached.js';
import { untilStopped } from '../supervisor/run.js';
import { wantedRun } from '../supervisor/wanted.js';
import { Supervisor } from '../supervisor/supervisor.js';

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
    const details = isFailure(error) ? error.details : [];
    reporter.tell({ type: 'failed', message: isFailure(error) ? error.message : messageOf(error), details });
    throw error;
  }
}
