import { LastSeenAudience, type StatusChange } from '@parley/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { current, DEFAULT_STATUS, planStatus, presenceFor, sameStatus, type Subject, tellsLastSeen } from './status.js';

const NOW = 1_000_000;
const until = fc.option(fc.integer({ min: 0, max: 2 * NOW }));
const custom = fc.record({ emoji: fc.constantFrom('🏖️', null), text: fc.string(), until });
const audience = fc.constantFrom(...LastSeenAudience.options);
const change: fc.Arbitrary<StatusChange> = fc.record(
  { custom: fc.option(custom), away: fc.option(fc.record({ until })), lastSeen: audience },
  { requiredKeys: [] },
);
const state = fc.oneof(
  fc.record({ online: fc.constant(true), away: fc.boolean(), lastSeenAt: fc.constant(null) }),
  fc.record({
    online: fc.constant(false),
    away: fc.constant(false),
    lastSeenAt: fc.option(fc.integer({ min: 0, max: NOW })),
  }),
);
const subject: fc.Arbitrary<Subject> = fc.record({
  userId: fc.constant('7'),
  visible: fc.boolean(),
  state,
  custom: fc.option(custom),
  away: fc.option(fc.record({ until })),
  dnd: fc.boolean(),
});

describe('a status', () => {
  test('is over at its moment, not before', () => {
    const said = { emoji: null, text: 'lunch', until: NOW };
    expect(current(said, NOW - 1)).toBe(said);
    expect(current(said, NOW)).toBeNull();
    expect(current({ ...said, until: null }, Number.MAX_SAFE_INTEGER)).not.toBeNull();
  });

  test('a change sets what it names, keeps the rest, and stores nothing that is over', () => {
    fc.assert(
      fc.property(change, change, (first, second) => {
        const one = planStatus(DEFAULT_STATUS, first, { now: NOW, version: 1 });
        const two = planStatus(one, second, { now: NOW, version: 2 });
        expect(two.custom).toEqual(current(second.custom === undefined ? one.custom : second.custom, NOW));
        expect(two.away).toEqual(current(second.away === undefined ? one.away : second.away, NOW));
        expect(two.lastSeen).toBe(second.lastSeen ?? one.lastSeen);
        expect(current(two.custom, NOW)).toBe(two.custom);
        expect(current(two.away, NOW)).toBe(two.away);
        expect(two.version).toBe(2);
      }),
    );
  });

  test('the same change again makes no difference', () => {
    fc.assert(
      fc.property(change, (given) => {
        const once = planStatus(DEFAULT_STATUS, given, { now: NOW, version: 1 });
        expect(sameStatus(planStatus(once, given, { now: NOW, version: 2 }), once)).toBe(true);
      }),
    );
  });
});

describe('last seen', () => {
  test.each([
    ['everybody', 'everybody', false, true],
    ['everybody', 'contacts', false, false],
    ['contacts', 'everybody', false, false],
    ['contacts', 'contacts', true, true],
    ['everybody', 'nobody', true, false],
    ['nobody', 'everybody', true, false],
    ['nobody', 'nobody', true, false],
  ] as const)('of one who tells %s, to one who tells %s (contacts: %s): %s', (of, to, contacts, told) => {
    expect(tellsLastSeen({ subject: of, viewer: to, contacts })).toBe(told);
  });

  test('is told both ways or not at all; a contact is never told less than a stranger', () => {
    fc.assert(
      fc.property(audience, audience, fc.boolean(), (one, other, contacts) => {
        const told = tellsLastSeen({ subject: one, viewer: other, contacts });
        expect(tellsLastSeen({ subject: other, viewer: one, contacts })).toBe(told);
        if (tellsLastSeen({ subject: one, viewer: other, contacts: false })) {
          expect(tellsLastSeen({ subject: one, viewer: other, contacts: true })).toBe(true);
        }
      }),
    );
  });
});

describe('what somebody is told of another', () => {
  test('of whom they may not see: the same whatever they do', () => {
    fc.assert(
      fc.property(subject, fc.boolean(), (of, lastSeen) => {
        const told = presenceFor({ ...of, visible: false }, { lastSeen }, NOW);
        expect(told).toEqual({
          userId: '7',
          online: false,
          lastSeenAt: null,
          away: false,
          dnd: false,
          status: null,
        });
      }),
    );
  });

  test('a moment only of who is not online, and only to those who may know; away only of who is online', () => {
    fc.assert(
      fc.property(subject, fc.boolean(), (of, lastSeen) => {
        const told = presenceFor({ ...of, visible: true }, { lastSeen }, NOW);
        expect(told.online).toBe(of.state.online);
        expect(told.lastSeenAt).toBe(of.state.online || !lastSeen ? null : of.state.lastSeenAt);
        expect(told.away).toBe(of.state.online && (of.state.away || current(of.away, NOW) !== null));
        expect(told.dnd).toBe(of.dnd);
        expect(told.status).toBe(current(of.custom, NOW));
      }),
    );
  });
});
