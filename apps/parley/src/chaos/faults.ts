/** What there is to break. A new kind is a row here and an entry in the table of inflict.ts. */
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
} as const satisfies Record<string, Kind>;
export type FaultKind = keyof typeof FAULT_KINDS;

/** Everything that can be done to these parts. */
export function targetsOf(parts: readonly string[]): Map<FaultKind, Target[]> {
  const each = parts.map((name): Target => ({ name, holds: [name] }));
  return new Map<FaultKind, Target[]>([['kill', each]]);
}
