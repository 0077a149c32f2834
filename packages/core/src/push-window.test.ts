import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PushDecision } from './push-policy.js';
import { planPushWindow, PUSH_SEQS, type PushWaiting } from './push-window.js';

const FRESH = { pushedAt: null, pushedSeqs: [], more: 0 };
const send = (seq: number, at = 0): PushWaiting => ({ seq, at, decision: { act: 'send', reason: 'direct' } });

describe('a window', () => {
  test('the first of a burst goes alone, the rest as one that says the first again', () => {
    expect(planPushWindow([send(1)], FRESH).push).toMatchObject({ decision: 'sent', seqs: [1], before: [] });
    const rest = [send(3, 1_200), send(2, 1_100), send(4, 2_000)];
    const state = { pushedAt: 1_000, pushedSeqs: [1], more: 0 };
    expect(planPushWindow(rest, state).push).toMatchObject({ decision: 'merged', seqs: [2, 3, 4], before: [1] });
  });

  test('what comes after a burst begins anew', () => {
    const state = { pushedAt: 1_000, pushedSeqs: [1], more: 0 };
    expect(planPushWindow([send(2, 4_001)], state).push).toMatchObject({ decision: 'sent', before: [] });
  });

  test('one who is called is told so, whatever else is said', () => {
    const called: PushWaiting = { seq: 1, at: 0, decision: { act: 'send', reason: 'mentioned' } };
    expect(planPushWindow([called, send(2)], FRESH).push).toMatchObject({ reason: 'mentioned', seqs: [1, 2] });
  });

  test('those that are not named are counted', () => {
    expect(planPushWindow([send(1)], { ...FRESH, more: 7 }).push).toMatchObject({ decision: 'merged', more: 7 });
  });

  const decision: fc.Arbitrary<PushDecision> = fc.oneof(
    fc.constantFrom<PushDecision>({ act: 'send', reason: 'group' }, { act: 'send', reason: 'keyword' }),
    fc.constantFrom<PushDecision>({ act: 'suppress', reason: 'read' }, { act: 'suppress', reason: 'quiet' }),
    fc.nat(100).map((dueAt): PushDecision => ({ act: 'wait', dueAt })),
  );
  const anyWaiting = fc.uniqueArray(fc.record({ seq: fc.integer({ min: 1, max: 500 }), at: fc.nat(9_000), decision }), {
    selector: ({ seq }) => seq,
    maxLength: PUSH_SEQS,
  });

  test('loses nothing, says nothing twice, and names no more than fit', () => {
    fc.assert(
      fc.property(anyWaiting, fc.uniqueArray(fc.nat(500), { maxLength: PUSH_SEQS }), (waiting, pushedSeqs) => {
        const { suppressed, push, dueAt } = planPushWindow(waiting, { pushedAt: 3_000, pushedSeqs, more: 0 });
        const left = waiting.filter(({ decision: { act } }) => act === 'wait').map(({ seq }) => seq);
        const all = [...suppressed.flatMap(({ seqs }) => seqs), ...(push?.seqs ?? []), ...left];
        expect(all.toSorted((a, b) => a - b)).toEqual(waiting.map(({ seq }) => seq).toSorted((a, b) => a - b));
        expect(dueAt === null).toBe(left.length === 0);
        const named = [...(push?.before ?? []), ...(push?.seqs ?? [])];
        expect(new Set(named).size).toBe(named.length);
        expect(named.length).toBeLessThanOrEqual(PUSH_SEQS);
      }),
    );
  });
});
