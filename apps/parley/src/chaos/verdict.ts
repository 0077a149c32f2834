import { z } from 'zod';

/** What a run can have broken, in the words of the promises (docs/architecture.md); each must be 0. */
export const FAULTS = {
  lost: 'acked, and not where the ack said',
  undelivered: 'stored, and missing in an inbox or on a device of somebody who is entitled to it',
  duplicated: 'stored, or in an inbox, twice',
  reordered: 'behind something that its sender said later, or shown at different places',
  gaps: 'places missing in a conversation or in an inbox',
  altered: 'stored or shown with another text, sender or id than it was sent with',
  invented: 'stored or shown, and said by nobody',
  contradicted: 'one message, two answers',
  skipped: 'behind the cursor of a device that never saw it',
  visible: 'shown to somebody who is not in the conversation, or was not when it was said',
  membership: 'in a conversation, or not, otherwise than was answered last',
  unread: 'unread counts that are not what is unread',
  refused: 'refused for good, although everybody may say everything',
  unanswered: 'neither acked nor refused when everything was over',
} as const;
export type Broken = keyof typeof FAULTS;
export const BROKEN = Object.keys(FAULTS) as Broken[];

export const Verdict = z.strictObject({
  ok: z.boolean(),
  sent: z.number(),
  acked: z.number(),
  found: z.number(),
  /** People brought into a group or taken out of it. */
  moved: z.number(),
  broken: z.record(z.enum(BROKEN), z.number()),
  /** The first ones of each kind, in words. */
  examples: z.array(z.string()),
});
export type Verdict = z.infer<typeof Verdict>;

const EXAMPLES = 5;

/** Counts what is broken, and keeps the first of each kind in words. */
export class Findings {
  readonly broken = Object.fromEntries(BROKEN.map((kind) => [kind, 0])) as Record<Broken, number>;
  readonly examples: string[] = [];

  add(kind: Broken, what: string): void {
    this.broken[kind] += 1;
    if (this.broken[kind] <= EXAMPLES) this.examples.push(`${kind}: ${what}`);
  }

  get none(): boolean {
    return BROKEN.every((kind) => this.broken[kind] === 0);
  }
}
