/** What is done to an install, and when: nothing but a function of the seed. */
import { seededRandom } from '../bench/floor-profile.js';
import { FAULT_KINDS, type FaultKind, type Target } from './faults.js';

export interface Planned {
  /** Milliseconds after the load has begun. */
  atMs: number;
  /** When it is over, as far as that is for us to say: what was killed comes back when it does. */
  untilMs: number;
  kind: FaultKind;
  target: string;
  /** How much of it, where that has a meaning: 0 to 1. */
  strength: number;
  /** The parts and lines that it holds: no other fault touches them meanwhile. */
  holds: readonly string[];
}

export interface ScheduleOptions {
  seed: number;
  seconds: number;
  /** What there is on this install, and can be done on this machine. */
  targets: ReadonlyMap<FaultKind, readonly Target[]>;
}

/** People talk undisturbed first: a run that does not work at all fails for another reason than a fault. */
const CALM_BEFORE_MS = 2_000;
/** And in the end, so that the last fault happens under load as well. */
const CALM_AFTER_MS = 1_000;
/** Between the beginnings of two faults: at most this. Many last longer, so that two or three overlap. */
const APART_MS = 3_200;
const TRIES = 12;

export function scheduleOf({ seed, seconds, targets }: ScheduleOptions): Planned[] {
  const random = seededRandom(seed);
  const end = seconds * 1_000 - CALM_AFTER_MS;
  const planned: Planned[] = [];
  let deck: FaultKind[] = [];
  for (let atMs = CALM_BEFORE_MS; atMs < end; atMs += Math.ceil(random() * APART_MS)) {
    // Every kind comes once before one comes again.
    for (let tries = 0; tries < TRIES; tries += 1) {
      if (deck.length === 0) deck = shuffled([...targets.keys()], random);
      const kind = deck.shift();
      if (kind === undefined) return planned;
      const fault = draw({ kind, targets: targets.get(kind) ?? [], atMs }, random);
      if (fault !== undefined && fault.untilMs <= end && !planned.some((other) => collides(other, fault))) {
        planned.push(fault);
        break;
      }
      // Its turn comes later.
      deck.push(kind);
    }
  }
  return planned;
}

type Draw = { kind: FaultKind; targets: readonly Target[]; atMs: number };

function draw({ kind, targets, atMs }: Draw, random: () => number): Planned | undefined {
  const target = targets[Math.floor(random() * targets.length)];
  const { lastsMs } = FAULT_KINDS[kind];
  const untilMs = atMs + Math.round(lastsMs.least + random() * (lastsMs.most - lastsMs.least));
  const strength = random();
  return target === undefined ? undefined : { atMs, untilMs, kind, target: target.name, strength, holds: target.holds };
}

function collides(one: Planned, other: Planned): boolean {
  const meet = one.atMs <= other.untilMs && other.atMs <= one.untilMs;
  return meet && one.holds.some((held) => other.holds.includes(held));
}

function shuffled<T>(items: T[], random: () => number): T[] {
  for (let at = items.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [items[at], items[other]] = [items[other] as T, items[at] as T];
  }
  return items;
}
