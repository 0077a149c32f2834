import type { Request } from '../args.js';
import { dataDirAt } from '../data-dir.js';
import { readSettings } from '../settings.js';
import { memoryOfTrees } from '../supervisor/memory.js';
import type { PartStatus } from '../supervisor/part.js';
import { leftBehind, notRunning, runningState, type SupervisorState } from '../supervisor/state.js';
import { table } from '../table.js';

type PartReport = PartStatus & { memoryBytes: number };

/** Exit 0 when every part is up, 1 otherwise. */
export async function status(request: Extract<Request, { command: 'status' }>): Promise<number> {
  const { dataDir } = readSettings();
  const dir = dataDirAt(dataDir);
  const state = runningState(dir);
  const parts = state === undefined ? [] : reportParts(state);
  const healthy = state?.phase === 'up' && parts.every((part) => part.state === 'up');
  if (request.json) {
    const head =
      state === undefined ? {} : { phase: state.phase, url: state.url, pid: state.supervisor.pid, since: state.since };
    process.stdout.write(
      `${JSON.stringify({ running: state !== undefined, healthy, ...head, dataDir, parts, leftBehind: leftBehind(dir) }, null, 2)}\n`,
    );
  } else {
    if (state === undefined) process.stdout.write(`${notRunning(dir)}\n`);
    else print(state, parts, healthy);
  }
  return healthy ? 0 : 1;
}

function reportParts(state: SupervisorState): PartReport[] {
  const pids = state.parts.flatMap((part) => part.pid ?? []);
  const memory = memoryOfTrees(pids);
  return state.parts.map((part) => ({ ...part, memoryBytes: memory.get(part.pid ?? 0) ?? 0 }));
}

function print(state: SupervisorState, parts: readonly PartReport[], healthy: boolean): void {
  const troubled = state.phase === 'up' && !healthy ? ', but not everything works' : '';
  process.stdout.write(
    `Parley is ${state.phase}${troubled}: ${state.url}  (supervisor pid ${state.supervisor.pid}, since ${state.since})\n\n`,
  );
  const rows = parts.map((part) => [
    part.name,
    part.state,
    String(part.port ?? ''),
    String(part.pid ?? ''),
    part.memoryBytes === 0 ? '' : `${Math.round(part.memoryBytes / 1024 ** 2)} MB`,
    String(part.restarts),
    part.lastExit === undefined ? '' : `last ended: ${part.lastExit}`,
  ]);
  process.stdout.write(table(['part', 'state', '>port', '>pid', '>memory', '>restarts', ''], rows));
}
