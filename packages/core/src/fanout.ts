/** `write`: an inbox entry for each member. `read`: nothing per member, they read the timeline. docs/adr/0010-read-mode.md */
export type FanoutMode = 'write' | 'read';

export const FANOUT = {
  /** Fewer members: always `write`. */
  writeBelow: 200,
  /** More members: always `read`. */
  readAbove: 500,
  /** Between the two it is what entries would cost a second: from here on `read` … */
  busyEntriesPerSecond: 400,
  /** … and from here down `write` again. */
  calmEntriesPerSecond: 100,
  /** It is measured over this long. */
  measureMs: 10_000,
  /** Between the two a mode stays for at least this long. */
  restMs: 60_000,
  /** What is said in a hot conversation gathers for this long; in a calm one it leaves at once. */
  gatherMs: 200,
  /** A device that doesn't have the conversation open hears of its head at most this often. */
  hintEveryMs: 1_000,
  /** A device that did nothing for longer hears of heads with its heartbeats only. */
  hintActiveMs: 5 * 60_000,
} as const;

export type ModeFacts = {
  /** As it is now. */
  readonly mode: FanoutMode;
  readonly memberCount: number;
  /** null: not measured, so only the number of members decides. */
  readonly messagesPerSecond: number | null;
  /** How long the mode has been what it is. */
  readonly restedMs: number;
};

/** The mode of the next message. What lies between two bounds stays as it is, so nothing flaps. */
export function fanoutMode({ mode, memberCount, messagesPerSecond, restedMs }: ModeFacts): FanoutMode {
  if (memberCount < FANOUT.writeBelow) return 'write';
  if (memberCount > FANOUT.readAbove) return 'read';
  if (messagesPerSecond === null || restedMs < FANOUT.restMs) return mode;
  const entriesPerSecond = messagesPerSecond * memberCount;
  if (entriesPerSecond >= FANOUT.busyEntriesPerSecond) return 'read';
  return entriesPerSecond <= FANOUT.calmEntriesPerSecond ? 'write' : mode;
}

/** From a seq on a mode holds, until the next change. */
export type ModeChange = { readonly fromSeq: number; readonly mode: FanoutMode };
export type ModeSpan = { readonly from: number; readonly to: number; readonly mode: FanoutMode };

/** A range of seqs (both ends included), cut where the mode changes. Before the first change it is `write`. */
export function spansByMode(range: { from: number; to: number }, changes: readonly ModeChange[]): ModeSpan[] {
  const spans: ModeSpan[] = [];
  const sorted = changes.toSorted((a, b) => a.fromSeq - b.fromSeq);
  let mode: FanoutMode = 'write';
  let { from } = range;
  for (const change of sorted) {
    if (change.fromSeq > range.to) break;
    if (change.fromSeq > from && change.mode !== mode) {
      spans.push({ from, to: change.fromSeq - 1, mode });
      from = change.fromSeq;
    }
    mode = change.mode;
  }
  if (from <= range.to) spans.push({ from, to: range.to, mode });
  return spans;
}

export type FanoutInput = {
  mode: FanoutMode;
  senderId: string;
  /** Members entitled to the message: those whose interval covers its seq. Of `read` mode nobody knows them all. */
  memberIds: readonly string[];
  /** Members whom the message names: they hear of it at once, in either mode. */
  mentionedIds: readonly string[];
};

/** Whose inboxes get an entry; the sender is one of them, for the other devices. */
export type FanoutPlan = { inboxOwners: readonly string[] };

/** From one message to its inbox entries. Members are unique whatever the caller loaded twice. */
export function planFanout({ mode, senderId, memberIds, mentionedIds }: FanoutInput): FanoutPlan {
  const owners = mode === 'write' ? memberIds : [senderId, ...mentionedIds];
  return { inboxOwners: [...new Set(owners)] };
}

/** When something that leaves at most every `everyMs` may leave again; 0: at once. */
export function waitMs(everyMs: number, lastAt: number | null, now: number): number {
  return lastAt === null ? 0 : Math.min(everyMs, Math.max(0, lastAt + everyMs - now));
}
