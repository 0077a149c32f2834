import { readAllSettings } from '../all-settings.js';
import type { Request } from '../args.js';
import { Failure } from '../bootstrap/failure.js';
import { createReporter } from '../bootstrap/progress.js';
import { createDataDir, dataDirAt } from '../data-dir.js';
import { isSet, readSettings, type Settings } from '../settings.js';
import { startDetached } from '../supervisor/detached.js';
import { adminUrls, dataUrls, openInstall } from '../supervisor/install.js';
import { allotPorts } from '../supervisor/ports.js';
import { runningState } from '../supervisor/state.js';
import { stopRunning } from './down.js';
import { settledState } from './up.js';

/**
 * For the tests: a stack of its own in PARLEY_DATA_DIR, run by the same code as `up`, in the background. Prints the
 * addresses. Without PARLEY_PORT a free one is taken.
 */
export async function stackUp(request: Extract<Request, { command: 'stack up' }>): Promise<number> {
  needOwnFolder();
  const reporter = createReporter(process.stderr);
  const settings = readAllSettings((line) => reporter.line(line));
  const { level, processes } = request;
  let running = await settledState(settings, reporter);
  if (running === undefined) {
    const shape = { level, ...(processes === undefined ? {} : { processes }) };
    await startDetached({ dataDir: settings.dataDir, demo: false, env: await ownPort(settings), ...shape }, reporter);
    running = await settledState(settings, reporter);
  }
  if (running?.level !== level) {
    throw new Failure(`a stack with ${running?.level ?? 'nothing'} runs here already: stack down first`);
  }
  printStack(settings, request.json);
  return 0;
}

export async function stackDown(): Promise<number> {
  needOwnFolder();
  await stopRunning(readSettings(), createReporter(process.stderr));
  return 0;
}

function needOwnFolder(): void {
  if (!isSet('PARLEY_DATA_DIR')) throw new Failure('stack: set PARLEY_DATA_DIR to a folder of its own');
}

async function ownPort(settings: Settings): Promise<Record<string, string>> {
  if (isSet('PARLEY_PORT')) return {};
  const dir = dataDirAt(settings.dataDir);
  createDataDir(dir);
  const { public: port } = await allotPorts(dir.ports, ['public']);
  return { PARLEY_PORT: String(port) };
}

function printStack(settings: Settings, json: boolean): void {
  const install = openInstall(settings);
  const state = runningState(install.dir);
  const stack = { dataDir: settings.dataDir, url: state?.url, ...dataUrls(install), admin: adminUrls(install) };
  process.stdout.write(
    json ? `${JSON.stringify(stack, null, 2)}\n` : `the stack in ${settings.dataDir} is up (${state?.url ?? ''})\n`,
  );
}
