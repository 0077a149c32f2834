/** What there is to break. A new kind is a row here, targets below, and an entry in the table of inflict.ts. */
import { CLUSTERS, isDataPart } from '../supervisor/install.js';

export interface Target {
  name: string;
  /** See Planned. */
  holds: readonly string[];
}

interface Kind {
  /** For whoever reads the run. */
  title: string;
  lastsMs: { least: number; most: number };
}

const ofMs = (least: number, most = least): Kind['lastsMs'] => ({ least, most });

export const FAULT_KINDS = {
  /** The time is what it is given to come back before the next one meets it. */
  kill: { title: 'kill -9', lastsMs: ofMs(3_000) },
  restart: { title: 'restart', lastsMs: ofMs(4_000) },
  rolling: { title: 'rolling restart', lastsMs: ofMs(14_000) },
  pause: { title: 'SIGSTOP', lastsMs: ofMs(1_000, 8_000) },
  flush: { title: 'FLUSHALL', lastsMs: ofMs(200) },
  readonly: { title: 'read-only', lastsMs: ofMs(1_000, 6_000) },
  memory: { title: 'out of memory', lastsMs: ofMs(1_000, 6_000) },
  clock: { title: 'clock set', lastsMs: ofMs(2_000, 10_000) },
  disk: { title: 'disk full', lastsMs: ofMs(2_000, 6_000) },
  slots: { title: 'out of connections', lastsMs: ofMs(2_000, 8_000) },
  slow: { title: 'slow line', lastsMs: ofMs(2_000, 8_000) },
  stall: { title: 'stalled line', lastsMs: ofMs(1_000, 8_000) },
  reset: { title: 'reset line', lastsMs: ofMs(200) },
  partition: { title: 'partition', lastsMs: ofMs(1_000, 8_000) },
  refused: { title: 'refused line', lastsMs: ofMs(1_000, 6_000) },
  mute: { title: 'lost answers', lastsMs: ofMs(1_000, 4_000) },
  deaf: { title: 'do not read', lastsMs: ofMs(5_000, 12_000) },
} as const satisfies Record<string, Kind>;
export type FaultKind = keyof typeof FAULT_KINDS;

export const CLIENTS = 'clients → gateways';
/** The cluster whose disk can be filled. */
export const SMALL_CLUSTER = 'shard-1';
/** Of twenty devices one. */
export const SLOW_CLIENTS = '5 % of clients';

/** The lines between the processes of the server and what they reach. A gateway has no way to a database. */
export function linesOf(processes: readonly string[]): { from: string; to: string; name: string }[] {
  const logic = processes.filter((name) => name.startsWith('logic-'));
  return processes.flatMap((from) => {
    const reached = from.startsWith('gateway-') ? [...logic, 'redis'] : [...CLUSTERS, 'redis'];
    return reached.map((to) => ({ from, to, name: `${from} → ${to}` }));
  });
}

const LEAST_LATENCY_MS = 20;
const MOST_LATENCY_MS = 400;

export function slownessOf(strength: number): { latencyMs: number; jitterMs: number } {
  const latencyMs = Math.round(LEAST_LATENCY_MS + strength * (MOST_LATENCY_MS - LEAST_LATENCY_MS));
  return { latencyMs, jitterMs: latencyMs };
}

const MOST_BACK_MS = 600_000;
/** Less, as the people of a run are signed in for a quarter of an hour. */
const MOST_AHEAD_MS = 120_000;

/** By how much a clock is set: back in one half of the cases, ahead in the other. */
export function clockStepOf(strength: number): number {
  const part = strength * 2 - 1;
  return Math.round(part * (part < 0 ? MOST_BACK_MS : MOST_AHEAD_MS));
}

/** A fault in words. */
export function named({ kind, target, strength }: { kind: FaultKind; target: string; strength: number }): string {
  const { latencyMs, jitterMs } = slownessOf(strength);
  const how: Partial<Record<FaultKind, string>> = {
    slow: ` (${latencyMs} to ${latencyMs + jitterMs} ms)`,
    clock: ` (${(clockStepOf(strength) / 1_000).toFixed(0)} s)`,
  };
  return `${FAULT_KINDS[kind].title.padEnd(20)} ${target}${how[kind] ?? ''}`;
}

/** Everything that can be done to an install of these parts. */
export function targetsOf(parts: readonly string[]): Map<FaultKind, Target[]> {
  const processes = parts.filter((name) => !isDataPart(name));
  const own = (name: string): Target => ({ name, holds: [name] });
  const each = parts.map(own);
  const lines = [...linesOf(processes).map(({ name }) => name), CLIENTS].map(own);
  const redis = [own('redis')];
  return new Map<FaultKind, Target[]>([
    ['kill', each],
    ['restart', each],
    ['rolling', [{ name: 'every process of the server', holds: processes }]],
    ['pause', each],
    ['flush', redis],
    ['readonly', redis],
    ['memory', redis],
    ['clock', processes.map((name) => ({ name, holds: [`clock of ${name}`] }))],
    ['disk', [own(SMALL_CLUSTER)]],
    ['slots', CLUSTERS.map(own)],
    ['slow', lines],
    ['stall', lines],
    ['reset', lines],
    ['partition', lines],
    ['refused', lines],
    ['mute', lines],
    ['deaf', [own(SLOW_CLIENTS)]],
  ]);
}
