import { LIMITS } from '@parley/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  EMPTY_LANE,
  laneAdd,
  laneAnswered,
  laneDown,
  laneDropped,
  laneNext,
  laneSent,
  type SendLane,
  type SendOutcome,
} from './send-lane.js';

const filled = (count: number): SendLane =>
  Array.from({ length: count }, (_, at) => `m${at}`).reduce(laneAdd, EMPTY_LANE);

/** A server that keeps order as the real one does: what names a send that was not stored is refused too. */
class OrderKeeper {
  readonly stored: string[] = [];
  readonly failed: string[] = [];
  readonly wire: Array<{ clientMsgId: string; after: string | null }> = [];

  answer(at: number, verdict: number): { clientMsgId: string; outcome: SendOutcome } | null {
    const [send] = this.wire.splice(at % Math.max(1, this.wire.length), 1);
    if (send === undefined) return null;
    const { clientMsgId } = send;
    return { clientMsgId, outcome: this.#decide(send, verdict) };
  }

  #decide({ clientMsgId, after }: { clientMsgId: string; after: string | null }, verdict: number): SendOutcome {
    if (this.stored.includes(clientMsgId)) return { kind: 'acked' };
    if (after !== null && !this.stored.includes(after)) return { kind: 'again', delayMs: 0 };
    if (verdict === 0) return { kind: 'again', delayMs: 10 };
    if (verdict === 1) {
      this.failed.push(clientMsgId);
      return { kind: 'refused' };
    }
    this.stored.push(clientMsgId);
    // Stored, and the answer gets lost.
    return verdict === 2 ? { kind: 'again', delayMs: 10 } : { kind: 'acked' };
  }
}

describe('a lane of sends', () => {
  test('names the one before that is still unanswered, and nothing when there is none', () => {
    let lane = filled(3);
    expect(laneNext(lane, 0)).toEqual({ clientMsgId: 'm0', after: null });
    lane = laneSent(lane, 'm0');
    expect(laneNext(lane, 0)).toEqual({ clientMsgId: 'm1', after: 'm0' });
    lane = laneAnswered(laneSent(lane, 'm1'), { clientMsgId: 'm0', outcome: { kind: 'acked' }, now: 0 });
    expect(laneNext(lane, 0)).toEqual({ clientMsgId: 'm2', after: 'm1' });
    lane = laneAnswered(lane, { clientMsgId: 'm1', outcome: { kind: 'acked' }, now: 0 });
    expect(laneNext(lane, 0)).toEqual({ clientMsgId: 'm2', after: null });
  });

  test('keeps at most so many in flight', () => {
    let lane = filled(LIMITS.inFlightPerConversation + 5);
    for (let next = laneNext(lane, 0); next !== null; next = laneNext(lane, 0)) lane = laneSent(lane, next.clientMsgId);
    expect(lane.inFlight).toHaveLength(LIMITS.inFlightPerConversation);
  });

  test('after something came back, begins again from the first, when all is answered and the pause is over', () => {
    let lane = laneSent(laneSent(filled(3), 'm0'), 'm1');
    lane = laneAnswered(lane, { clientMsgId: 'm0', outcome: { kind: 'again', delayMs: 50 }, now: 100 });
    expect(laneNext(lane, 200)).toBeNull();
    lane = laneAnswered(lane, { clientMsgId: 'm1', outcome: { kind: 'again', delayMs: 0 }, now: 110 });
    expect(laneNext(lane, 149)).toBeNull();
    expect(laneNext(lane, 150)).toEqual({ clientMsgId: 'm0', after: null });
    expect(lane.attempt).toBe(1);
  });

  test('a lost link that takes several sends is one failed attempt: the pause grows by outages, not by messages', () => {
    let lane = filled(5);
    for (const id of ['m0', 'm1', 'm2', 'm3', 'm4']) lane = laneSent(lane, id);
    for (const id of ['m0', 'm1', 'm2', 'm3', 'm4']) {
      lane = laneAnswered(lane, { clientMsgId: id, outcome: { kind: 'again', delayMs: 50 }, now: 100 });
    }
    expect(lane.attempt).toBe(1);
    lane = laneAnswered(laneSent(lane, 'm0'), { clientMsgId: 'm0', outcome: { kind: 'again', delayMs: 50 }, now: 200 });
    expect(lane.attempt).toBe(2);
  });

  test('a new connection begins again from the first at once', () => {
    const lane = laneDown(laneSent(laneSent(filled(2), 'm0'), 'm1'));
    expect(laneNext(lane, 0)).toEqual({ clientMsgId: 'm0', after: null });
  });

  test('what is taken back before it left leaves the order of the others; what is in flight stays', () => {
    let lane = laneSent(filled(4), 'm0');
    expect(laneDropped(lane, 'm0')).toBe(lane);
    lane = laneDropped(lane, 'm1');
    expect(lane.queue).toEqual(['m0', 'm2', 'm3']);
    expect(laneNext(lane, 0)).toEqual({ clientMsgId: 'm2', after: 'm0' });
    expect(laneDropped(laneDropped(lane, 'm3'), 'm2').queue).toEqual(['m0']);
  });

  test('the same send is never twice in a lane', () => {
    expect(laneAdd(filled(2), 'm1').queue).toEqual(['m0', 'm1']);
  });

  test('whatever is refused, lost or answered late: stored once, in order, or failed', () => {
    const step = fc.record({ at: fc.nat(40), verdict: fc.nat(6), sends: fc.nat(5), cut: fc.nat(12) });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.array(step, { maxLength: 60 }), (count, steps) => {
        const server = new OrderKeeper();
        let lane = filled(count);
        let now = 0;
        const send = (): void => {
          const next = laneNext(lane, now);
          if (next === null) return;
          lane = laneSent(lane, next.clientMsgId);
          server.wire.push(next);
        };
        const hear = (at: number, verdict: number): void => {
          const answer = server.answer(at, verdict);
          if (answer !== null) lane = laneAnswered(lane, { ...answer, now });
        };
        for (const { at, verdict, sends, cut } of steps) {
          for (let i = 0; i < sends; i += 1) send();
          // The wire keeps order, so the first one is answered first; a cut loses what is on it.
          if (cut === 0) {
            server.wire.splice(0);
            lane = laneDown(lane);
          } else hear(0, verdict);
          now += at;
        }
        for (let i = 0; i < 4 * count + 200 && lane.queue.length > 0; i += 1) {
          now += 1_000;
          send();
          hear(0, 9);
        }
        expect(lane.queue).toEqual([]);
        const all = Array.from({ length: count }, (_, at) => `m${at}`);
        expect(server.stored).toEqual(all.filter((id) => !server.failed.includes(id)));
      }),
    );
  });
});
