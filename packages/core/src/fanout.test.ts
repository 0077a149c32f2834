import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FANOUT, type FanoutMode, fanoutMode, planFanout, spansByMode, waitMs } from './fanout.js';

const mode = fc.constantFrom<FanoutMode>('write', 'read');
const people = fc.array(fc.nat({ max: 50 }).map(String), { minLength: 1 });

describe('plan', () => {
  test('by write every member gets exactly one entry, the sender too', () => {
    fc.assert(
      fc.property(people, people, (memberIds, mentionedIds) => {
        const plan = planFanout({ mode: 'write', senderId: memberIds[0] ?? '', memberIds, mentionedIds });
        expect(new Set(plan.inboxOwners)).toEqual(new Set(memberIds));
        expect(plan.inboxOwners.length).toBe(new Set(memberIds).size);
      }),
    );
  });

  test('by read only the sender and those who are mentioned do, however many the members are', () => {
    fc.assert(
      fc.property(people, people, (memberIds, mentionedIds) => {
        const { inboxOwners } = planFanout({ mode: 'read', senderId: 'me', memberIds, mentionedIds });
        expect(new Set(inboxOwners)).toEqual(new Set(['me', ...mentionedIds]));
        expect(inboxOwners.length).toBe(new Set(inboxOwners).size);
      }),
    );
  });
});

describe('mode', () => {
  const facts = fc.record({
    mode,
    memberCount: fc.nat({ max: 1_000 }),
    messagesPerSecond: fc.option(fc.double({ min: 0, max: 50, noNaN: true }), { nil: null }),
    restedMs: fc.nat({ max: 3 * FANOUT.restMs }),
  });

  test('few members are written to, many read, whatever else is true', () => {
    fc.assert(
      fc.property(facts, (given) => {
        if (given.memberCount < FANOUT.writeBelow) expect(fanoutMode(given)).toBe('write');
        if (given.memberCount > FANOUT.readAbove) expect(fanoutMode(given)).toBe('read');
      }),
    );
  });

  test('asked again with the same facts it stays', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const first = fanoutMode(given);
        expect(fanoutMode({ ...given, mode: first })).toBe(first);
      }),
    );
  });

  test('between the bounds it changes by measured activity alone, and not before it has rested', () => {
    const between = fc.integer({ min: FANOUT.writeBelow, max: FANOUT.readAbove });
    fc.assert(
      fc.property(facts, between, (given, memberCount) => {
        const next = fanoutMode({ ...given, memberCount });
        if (given.messagesPerSecond === null || given.restedMs < FANOUT.restMs) expect(next).toBe(given.mode);
      }),
    );
  });

  test('it never flaps: one person who comes and goes, or a rate that trembles, changes it at most once', () => {
    const trembling = fc.record({
      mode,
      memberCount: fc.nat({ max: 1_000 }),
      perSecond: fc.double({ min: 0, max: 5, noNaN: true }),
      steps: fc.array(fc.record({ more: fc.boolean(), factor: fc.double({ min: 0.8, max: 1.25, noNaN: true }) })),
    });
    fc.assert(
      fc.property(trembling, ({ mode: first, memberCount, perSecond, steps }) => {
        let current = first;
        let changes = 0;
        for (const { more, factor } of steps) {
          const next = fanoutMode({
            mode: current,
            memberCount: memberCount + (more ? 1 : 0),
            messagesPerSecond: perSecond * factor,
            restedMs: FANOUT.restMs,
          });
          if (next !== current) changes += 1;
          current = next;
        }
        // At a bound the count alone may ask for the other mode once; from there it is kept.
        expect(changes).toBeLessThanOrEqual(atBound(memberCount) ? steps.length : 1);
      }),
    );
    for (const bound of [FANOUT.writeBelow - 1, FANOUT.readAbove]) {
      let current: FanoutMode = 'write';
      let changes = 0;
      for (let step = 0; step < 50; step += 1) {
        const memberCount = bound + (step % 2);
        const next = fanoutMode({ mode: current, memberCount, messagesPerSecond: 1, restedMs: 1_000 });
        if (next !== current) changes += 1;
        current = next;
      }
      expect(changes).toBeLessThanOrEqual(1);
    }
  });

  /** Where one person more or less crosses a bound: there the time that a mode rests is what keeps it, tried below. */
  function atBound(memberCount: number): boolean {
    return memberCount === FANOUT.writeBelow - 1 || memberCount === FANOUT.readAbove;
  }
});

describe('spans', () => {
  const changes = fc.array(fc.record({ fromSeq: fc.integer({ min: 1, max: 60 }), mode }), { maxLength: 8 });

  test('each seq of a range is in exactly one span, with the mode of the last change before it', () => {
    fc.assert(
      fc.property(changes, fc.integer({ min: 1, max: 50 }), fc.nat({ max: 30 }), (given, from, length) => {
        const unique = [...new Map(given.map((change) => [change.fromSeq, change])).values()];
        const range = { from, to: from + length };
        const spans = spansByMode(range, unique);
        const covered = spans.flatMap((span) =>
          Array.from({ length: span.to - span.from + 1 }, (_, at) => ({ seq: span.from + at, mode: span.mode })),
        );
        expect(covered.map(({ seq }) => seq)).toEqual(Array.from({ length: length + 1 }, (_, at) => from + at));
        for (const { seq, mode: its } of covered) {
          const last = unique.filter(({ fromSeq }) => fromSeq <= seq).toSorted((a, b) => b.fromSeq - a.fromSeq)[0];
          expect(its).toBe(last?.mode ?? 'write');
        }
      }),
    );
  });
});

test('what leaves at most every so often waits no longer than that, and not at all when it is calm', () => {
  expect(waitMs(200, null, 5)).toBe(0);
  expect(waitMs(200, 1_000, 1_300)).toBe(0);
  expect(waitMs(200, 1_000, 1_050)).toBe(150);
  expect(waitMs(200, 1_000, 10)).toBe(200);
});
