import { PUSH, type PushDecision, type PushSent, type PushSuppressed } from './push-policy.js';

/** Messages that one push names; more are counted. */
export const PUSH_SEQS = 100;

/** A message of a window, and what is to become of it. */
export type PushWaiting = { readonly seq: number; readonly at: number; readonly decision: PushDecision };

export type PushWindowState = {
  readonly pushedAt: number | null;
  /** Of the burst that may still be going on. */
  readonly pushedSeqs: readonly number[];
  /** Messages beyond the ones that are named. */
  readonly more: number;
};

export type PushWindowPlan = {
  readonly suppressed: readonly { readonly reason: PushSuppressed; readonly seqs: readonly number[] }[];
  /** `seqs` are new; `before` were pushed in the same burst, and are said again with them. */
  readonly push: {
    readonly decision: 'sent' | 'merged';
    readonly reason: PushSent;
    readonly seqs: readonly number[];
    readonly before: readonly number[];
    readonly more: number;
  } | null;
  /** Until then the others wait; null: nothing does. */
  readonly dueAt: number | null;
};

/** What becomes of the messages that wait in one window: what is sent goes as one, what is not is put on record by its reason. */
export function planPushWindow(waiting: readonly PushWaiting[], state: PushWindowState): PushWindowPlan {
  const sorted = waiting.toSorted((a, b) => a.seq - b.seq);
  const suppressed = new Map<PushSuppressed, number[]>();
  const sending: (PushWaiting & { reason: PushSent })[] = [];
  let dueAt: number | null = null;
  for (const one of sorted) {
    const { decision, seq } = one;
    if (decision.act === 'suppress') suppressed.set(decision.reason, [...(suppressed.get(decision.reason) ?? []), seq]);
    else if (decision.act === 'send') sending.push({ ...one, reason: decision.reason });
    else dueAt = Math.min(dueAt ?? decision.dueAt, decision.dueAt);
  }
  return {
    suppressed: [...suppressed].map(([reason, seqs]) => ({ reason, seqs })),
    push: pushOf(sending, state),
    dueAt,
  };
}

/** What calls somebody says so, whatever else is pushed with it. */
const RANK: readonly PushSent[] = ['mentioned', 'keyword', 'thread', 'direct', 'group', 'system'];

function pushOf(
  sending: readonly (PushWaiting & { reason: PushSent })[],
  { pushedAt, pushedSeqs, more }: PushWindowState,
): PushWindowPlan['push'] {
  const reason = RANK.find((rank) => sending.some((one) => one.reason === rank));
  if (reason === undefined) return null;
  const seqs = sending.map(({ seq }) => seq);
  const inBurst = pushedAt !== null && sending.some(({ at }) => at <= pushedAt + PUSH.burstMs);
  const before = inBurst ? pushedSeqs.filter((seq) => !seqs.includes(seq)).slice(-(PUSH_SEQS - seqs.length)) : [];
  const decision = seqs.length + before.length + more > 1 ? 'merged' : 'sent';
  return { decision, reason, seqs, before: seqs.length >= PUSH_SEQS ? [] : before, more };
}
