import { formatProcesses, type ProcessCounts, type StackLevel } from '../args.js';
import { builtVersion } from '../bootstrap/build.js';
import type { Settings } from '../settings.js';

/** Names everything that would make a running install differ from one that is started now. */
export function wantedRun(settings: Settings, shape: { level: StackLevel; processes?: ProcessCounts }): string {
  const { host, port, publicUrl, roles, external } = settings;
  const processes = shape.processes === undefined ? '' : formatProcesses(shape.processes);
  return JSON.stringify([builtVersion(), shape.level, processes, host, port, publicUrl, roles, external]);
}
