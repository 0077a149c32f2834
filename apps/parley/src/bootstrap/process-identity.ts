import { readFileSync } from 'node:fs';

/** A process that can be told from a later one with the same pid. */
export interface ProcessIdentity {
  pid: number;
  /** Start time in clock ticks since boot (/proc/<pid>/stat, field 22). */
  start: string;
  boot: string;
}

/** The fields of /proc/<pid>/stat from the third on: the second, the name, may hold spaces and brackets. */
export function statFields(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

export function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return 'unknown';
  }
}

export function identify(pid: number): ProcessIdentity | undefined {
  const fields = statFields(pid);
  const start = fields?.[19];
  // A zombie holds its pid but nothing else.
  if (fields === undefined || start === undefined || fields[0] === 'Z') return undefined;
  return { pid, start, boot: bootId() };
}

/** Whether that very process is still there; a pid that was handed out again is not. */
export function isAlive(identity: ProcessIdentity): boolean {
  const now = identify(identity.pid);
  return now !== undefined && now.start === identity.start && now.boot === identity.boot;
}

/** False: that very process has ended, perhaps between the look and the signal. */
export function signalProcess(identity: ProcessIdentity, signal: NodeJS.Signals): boolean {
  if (!isAlive(identity)) return false;
  try {
    return process.kill(identity.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

export function parseIdentity(value: unknown): ProcessIdentity | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { pid, start, boot } = value as Record<string, unknown>;
  if (typeof pid !== 'number' || typeof start !== 'string' || typeof boot !== 'string') return undefined;
  return { pid, start, boot };
}
