import { isAlive, parseIdentity, type ProcessIdentity } from '../bootstrap/process-identity.js';
import { readJson, type DataDir } from '../data-dir.js';
import type { PartStatus } from './part.js';
import type { Wanted } from './wanted.js';

/** What the supervisor keeps in run/state.json for the other commands: no zod here, status must be quick. */
export interface SupervisorState {
  supervisor: ProcessIdentity;
  phase: 'starting' | 'up' | 'stopping';
  since: string;
  url: string;
  localUrl: string;
  /** What was built and how it was to run: an `up` that wants the same leaves everything as it is. */
  runs: Wanted;
  level: string;
  parts: PartStatus[];
}

export function readState(dir: DataDir): SupervisorState | undefined {
  let value: unknown;
  try {
    value = readJson(dir.state);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || !('supervisor' in value)) return undefined;
  return parseIdentity(value.supervisor) === undefined ? undefined : (value as SupervisorState);
}

/** The parts of a supervisor's last state that still run, with or without it. */
export function livingParts(state: SupervisorState): PartStatus[] {
  const { boot } = state.supervisor;
  return state.parts.filter(
    ({ pid, start }) => pid !== undefined && start !== undefined && isAlive({ pid, start, boot }),
  );
}

/** What runs on although its supervisor was killed: nothing starts it again, and nothing stops it in order. */
export function leftBehind(dir: DataDir): PartStatus[] {
  const state = readState(dir);
  return state === undefined || isAlive(state.supervisor) ? [] : livingParts(state);
}

/** Why no command can talk to a running install, and what to do. */
export function notRunning(dir: DataDir): string {
  const parts = leftBehind(dir);
  if (parts.length === 0) return 'Parley is not running. Start it with: ./parley up';
  const names = parts.map(({ name }) => name).join(', ');
  return `The supervisor of Parley was killed; ${names} ${parts.length === 1 ? 'runs' : 'run'} on without it. ./parley up takes over, ./parley down ends them`;
}

/** The state of a supervisor that lives; what one that died has left behind is no state. */
export function runningState(dir: DataDir): SupervisorState | undefined {
  const state = readState(dir);
  return state !== undefined && isAlive(state.supervisor) ? state : undefined;
}
