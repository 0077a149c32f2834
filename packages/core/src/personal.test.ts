import type { Personal, PersonalChange } from '@parley/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  changePersonal,
  isHidden,
  isMarkedUnread,
  isMuted,
  newerPersonal,
  NO_PERSONAL,
  unreadIn,
  waitsForMe,
} from './personal.js';

const seq = fc.integer({ min: 0, max: 20 });
const orNull = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null });
const change: fc.Arbitrary<PersonalChange> = fc.record(
  {
    pinned: fc.boolean(),
    muteUntil: orNull(seq),
    hiddenSeq: orNull(seq),
    unreadSeq: orNull(seq),
    notify: fc.constantFrom('all', 'mentions', 'none', null),
  },
  { requiredKeys: [] },
);

/** What a row of changes makes, each at its own inbox place. */
function history(changes: readonly PersonalChange[]): Personal[] {
  const states = [NO_PERSONAL];
  for (const [index, one] of changes.entries()) {
    const next = changePersonal(states.at(-1) ?? NO_PERSONAL, one, { now: 10, headSeq: 10, version: index + 1 });
    if (next !== null) states.push(next);
  }
  return states;
}

describe('what is personal', () => {
  test('a change does what it says, leaves the rest, and the same again changes nothing', () => {
    fc.assert(
      fc.property(fc.array(change), change, (before, one) => {
        const state = history(before).at(-1) ?? NO_PERSONAL;
        const at = { now: 10, headSeq: 10, version: 99 };
        const next = changePersonal(state, one, at) ?? state;
        if (one.pinned !== undefined) expect(next.pinnedAt !== null).toBe(one.pinned);
        else expect(next.pinnedAt).toBe(state.pinnedAt);
        expect(next.notify).toBe(one.notify === undefined ? state.notify : one.notify);
        if (one.hiddenSeq === undefined) expect(next.hiddenSeq).toBe(state.hiddenSeq);
        if (one.unreadSeq === undefined) expect(next.unreadSeq).toBe(state.unreadSeq);
        if (one.muteUntil === undefined) expect(next.muteUntil).toBe(state.muteUntil);
        expect(next.hiddenSeq ?? 0).toBeLessThanOrEqual(10);
        expect(next.unreadSeq ?? 0).toBeLessThanOrEqual(10);
        expect(changePersonal(next, one, { ...at, version: 100 })).toBeNull();
      }),
    );
  });

  test('the newest counts, in whatever order and however often they come', () => {
    fc.assert(
      fc.property(fc.array(change), fc.array(fc.nat()), (changes, picks) => {
        const states = history(changes);
        const told = picks.map((pick) => states[pick % states.length] ?? NO_PERSONAL);
        const newest = told.reduce(newerPersonal, NO_PERSONAL);
        expect([...told].reverse().reduce(newerPersonal, NO_PERSONAL)).toEqual(newest);
        expect([...told, ...told].reduce(newerPersonal, NO_PERSONAL)).toEqual(newest);
        expect(newest.version).toBe(Math.max(0, ...told.map(({ version }) => version)));
      }),
    );
  });

  test('hidden until the next message, and what is hidden cannot hide what was not there yet', () => {
    fc.assert(
      fc.property(seq, seq, seq, (hiddenSeq, headSeq, more) => {
        const hidden = changePersonal(NO_PERSONAL, { hiddenSeq }, { now: 1, headSeq, version: 1 });
        expect(isHidden(hidden ?? NO_PERSONAL, headSeq + 1 + more)).toBe(false);
        expect(isHidden(hidden ?? NO_PERSONAL, headSeq)).toBe(hiddenSeq >= headSeq);
        expect(isHidden(NO_PERSONAL, headSeq)).toBe(false);
      }),
    );
  });

  test('muted until a moment, and never by one that has passed', () => {
    fc.assert(
      fc.property(seq, seq, (muteUntil, now) => {
        const muted = changePersonal(NO_PERSONAL, { muteUntil }, { now, headSeq: 0, version: 1 }) ?? NO_PERSONAL;
        expect(isMuted(muted, now)).toBe(muteUntil > now);
        expect(isMuted(muted, muteUntil)).toBe(false);
      }),
    );
  });

  test('marked as unread until something further is read', () => {
    fc.assert(
      fc.property(seq, seq, (readSeq, more) => {
        const marked = { ...NO_PERSONAL, unreadSeq: readSeq };
        expect(isMarkedUnread(marked, readSeq)).toBe(true);
        expect(isMarkedUnread(marked, readSeq + 1 + more)).toBe(false);
      }),
    );
  });

  test('unread is never below nothing', () => {
    fc.assert(
      fc.property(seq, seq, (head, read) => {
        expect(unreadIn(head, read)).toBe(head > read ? head - read : 0);
      }),
    );
  });

  test('the number on the app leaves out what is muted or hidden, and counts a mark as one', () => {
    const row = { unread: 3, readSeq: 5, head: { seq: 8 }, personal: NO_PERSONAL };
    const having = (personal: Partial<Personal>): number =>
      waitsForMe({ ...row, personal: { ...NO_PERSONAL, ...personal } }, 100);
    expect(having({})).toBe(3);
    expect(having({ muteUntil: 101 })).toBe(0);
    expect(having({ muteUntil: 100 })).toBe(3);
    expect(having({ hiddenSeq: 8 })).toBe(0);
    expect(having({ hiddenSeq: 7 })).toBe(3);
    expect(having({ unreadSeq: 5 })).toBe(3);
    expect(waitsForMe({ ...row, unread: 0, personal: { ...NO_PERSONAL, unreadSeq: 5 } }, 100)).toBe(1);
  });
});
