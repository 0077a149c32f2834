import { isAlive, parseIdentity, type ProcessIdentity } from '../bootstrap/process-identity.js';
import { readJson, type DataDir } from '../data-dir.js';
import type { PartStatus } from './part.js';

/** What the supervisor keeps in run/state.json for the other commands: no zod here, status must be quick. */
export interface SupervisorState {
  supervisor: ProcessIdentity;
  phase: 'starting' | 'up' | 'stopping';
  since: string;
  url: string;
  localUrl: string;
  /** Name of what was built and how it was to run: an `up` that wants the same leaves everything as it is. */
  runs: string;
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

/** The state of a supervisor that lives; what one that died has left behind is no state. */
export function runningState(dir: DataDir): SupervisorState | undefined {
  const state = readState(dir);
  return state !== undefined && isAlive(state.supervisor) ? state : undefined;
}
