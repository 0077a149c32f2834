/**
 * The sends of this device to one conversation as one ordered stream: what may leave next, and what an answer means
 * for the ones behind. Pure; docs/sync.md has the reasons.
 */
import { LIMITS } from '@parley/contract';

export type SendLane = {
  /** Everything that is not acked and has not failed, in order; the first ones are in flight. */
  readonly queue: readonly string[];
  /** The part of the queue that has left and is not answered. */
  readonly inFlight: readonly string[];
  /** Something came back: nothing leaves until all that is in flight is answered, so that order can be restored. */
  readonly halted: boolean;
  readonly notBefore: number;
  readonly attempt: number;
};

/** What an answer means: stored, refused for good, or to be sent again (after a pause when `delayMs` > 0). */
export type SendOutcome = { kind: 'acked' } | { kind: 'refused' } | { kind: 'again'; delayMs: number };

export type NextSend = { readonly clientMsgId: string; readonly after: string | null };

export const EMPTY_LANE: SendLane = { queue: [], inFlight: [], halted: false, notBefore: 0, attempt: 0 };

export function laneAdd(lane: SendLane, clientMsgId: string): SendLane {
  return lane.queue.includes(clientMsgId) ? lane : { ...lane, queue: [...lane.queue, clientMsgId] };
}

/** Taken back before it left: the ones behind it move up. */
export function laneDropped(lane: SendLane, clientMsgId: string): SendLane {
  if (lane.inFlight.includes(clientMsgId)) return lane;
  return { ...lane, queue: lane.queue.filter((id) => id !== clientMsgId) };
}

/** The next that may leave; it names the one before it that is still unanswered, so that a refusal takes both. */
export function laneNext(lane: SendLane, now: number): NextSend | null {
  const { queue, inFlight } = lane;
  if (inFlight.length >= LIMITS.inFlightPerConversation || (lane.halted && inFlight.length > 0)) return null;
  if (now < lane.notBefore) return null;
  const last = inFlight.at(-1) ?? null;
  // Never skips ahead: the one behind the last that is in flight.
  const clientMsgId = queue[last === null ? 0 : queue.indexOf(last) + 1];
  return clientMsgId === undefined ? null : { clientMsgId, after: last };
}

export function laneSent(lane: SendLane, clientMsgId: string): SendLane {
  return { ...lane, halted: false, inFlight: [...lane.inFlight, clientMsgId] };
}

export function laneAnswered(
  lane: SendLane,
  answer: { clientMsgId: string; outcome: SendOutcome; now: number },
): SendLane {
  const { clientMsgId, outcome, now } = answer;
  const inFlight = lane.inFlight.filter((id) => id !== clientMsgId);
  const without = lane.queue.filter((id) => id !== clientMsgId);
  if (outcome.kind === 'acked') return { ...lane, queue: without, inFlight, attempt: 0 };
  // The ones in flight behind it come back as AFTER_FAILED.
  if (outcome.kind === 'refused') return { ...lane, queue: without, inFlight, halted: true };
  const notBefore = Math.max(lane.notBefore, now + outcome.delayMs);
  // One lost link takes all that is in flight: that is one failed attempt, however many answers say so.
  const attempt = outcome.delayMs > 0 && !lane.halted ? lane.attempt + 1 : lane.attempt;
  return { ...lane, inFlight, halted: true, notBefore, attempt };
}

/** The connection is gone: whatever was in flight leaves again, first things first, when there is a new one. */
export function laneDown(lane: SendLane): SendLane {
  return { ...lane, inFlight: [], halted: false, notBefore: 0 };
}
