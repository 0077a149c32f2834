import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decidePush, levelOf, PUSH, type PushFacts } from './push-policy.js';

const NOW = 1_000_000_000;
type Change = Partial<Omit<PushFacts, 'message'>> & { message?: Partial<PushFacts['message']> };

function facts({ message, ...rest }: Change = {}): PushFacts {
  return {
    message: {
      state: 'there',
      own: false,
      system: false,
      at: NOW - 100,
      calls: null,
      keyword: false,
      thread: null,
      read: false,
      acked: false,
      ...message,
    },
    conversation: { kind: 'direct', memberCount: 2, large: false },
    notify: null,
    muted: false,
    quiet: false,
    targets: 1,
    online: false,
    pushedAt: null,
    systemPushedAt: null,
    now: NOW,
    ...rest,
  };
}
const small = { kind: 'group', memberCount: 10, large: false };
const large = { kind: 'group', memberCount: 800, large: true };

describe('who is woken', () => {
  test.each<[string, Change, string]>([
    ['a direct message, nobody online', {}, 'direct'],
    ['a small group', { conversation: small }, 'group'],
    ['a mention in a large group', { conversation: large, message: { calls: 'me' } }, 'mentioned'],
    ['a call of all', { conversation: small, notify: 'mentions', message: { calls: 'all' } }, 'mentioned'],
    ['a keyword', { conversation: small, notify: 'mentions', message: { keyword: true } }, 'keyword'],
    ['a thread that I follow', { conversation: small, message: { thread: 'followed' } }, 'thread'],
    ['a mention in another thread', { conversation: small, message: { thread: 'other', calls: 'me' } }, 'mentioned'],
    ['a large group that I want to hear of', { conversation: large, notify: 'all' }, 'group'],
    ['a system message', { conversation: small, message: { system: true } }, 'system'],
    ['six seconds later, online', { online: true, message: { at: NOW - PUSH.onlineMs } }, 'direct'],
    ['a burst that is over', { pushedAt: NOW - PUSH.burstMs }, 'direct'],
  ])('%s', (_, change, reason) => {
    expect(decidePush(facts(change))).toEqual({ act: 'send', reason });
  });
});

describe('who is not', () => {
  test.each<[string, Change]>([
    ['own', { message: { own: true, calls: 'me' } }],
    ['recalled', { message: { state: 'recalled' } }],
    ['gone', { message: { state: 'gone' } }],
    ['read', { message: { read: true, calls: 'me' } }],
    ['no-target', { targets: 0 }],
    ['too-many-members', { conversation: { ...large, memberCount: 10_001 }, message: { calls: 'me' } }],
    ['level-none', { notify: 'none', message: { calls: 'me' } }],
    ['muted', { muted: true, conversation: small, message: { calls: 'me' } }],
    ['thread-not-followed', { conversation: small, message: { thread: 'other' } }],
    ['not-mentioned', { conversation: large }],
    ['not-mentioned', { conversation: small, notify: 'mentions' }],
    ['quiet', { quiet: true, message: { calls: 'me' } }],
    ['acked', { online: true, message: { acked: true, at: NOW } }],
    ['too-old', { message: { at: NOW - PUSH.ttlMs - 1 } }],
  ])('%s', (reason, change) => {
    expect(decidePush(facts(change))).toEqual({ act: 'suppress', reason });
  });
});

describe('who has to wait', () => {
  test.each<[string, Change, 'wait' | 'merge', number]>([
    ['somebody online', { online: true }, 'wait', NOW - 100 + PUSH.onlineMs],
    ['the rest of a burst', { pushedAt: NOW - 1_000 }, 'merge', NOW + 2_000],
    ['a system message too soon', { message: { system: true }, systemPushedAt: NOW - 1 }, 'merge', NOW - 1 + 300_000],
    ['online in a burst: the later of the two', { online: true, pushedAt: NOW - 1_000 }, 'wait', NOW + 5_900],
  ])('%s', (_, change, act, dueAt) => {
    expect(decidePush(facts(change))).toEqual({ act, dueAt });
  });

  test('a system message does not hold up what somebody says', () => {
    expect(decidePush(facts({ systemPushedAt: NOW - 1 }))).toMatchObject({ act: 'send' });
  });
});

const anyFacts: fc.Arbitrary<PushFacts> = fc.record({
  message: fc.record({
    state: fc.constantFrom('there', 'gone', 'recalled'),
    own: fc.boolean(),
    system: fc.boolean(),
    at: fc.integer({ min: NOW - 10_000, max: NOW }),
    calls: fc.constantFrom('me', 'all', null),
    keyword: fc.boolean(),
    thread: fc.constantFrom('followed', 'other', null),
    read: fc.boolean(),
    acked: fc.boolean(),
  }),
  conversation: fc.record({
    kind: fc.constantFrom('direct', 'group', 'channel', 'unheard-of'),
    memberCount: fc.integer({ min: 1, max: 20_000 }),
    large: fc.boolean(),
  }),
  notify: fc.constantFrom('all', 'mentions', 'none', null),
  muted: fc.boolean(),
  quiet: fc.boolean(),
  targets: fc.nat(3),
  online: fc.boolean(),
  pushedAt: fc.option(fc.integer({ min: NOW - 10_000, max: NOW }), { nil: null }),
  systemPushedAt: fc.option(fc.integer({ min: NOW - 400_000, max: NOW }), { nil: null }),
  now: fc.constant(NOW),
});

describe('of all that can be', () => {
  test('nothing is sent of which one rule says no', () => {
    fc.assert(
      fc.property(anyFacts, (one) => {
        const { message, conversation } = one;
        if (decidePush(one).act !== 'send') return;
        expect(message).toMatchObject({ state: 'there', own: false, read: false, acked: false });
        expect(one).toMatchObject({ muted: false, quiet: false });
        expect(one.notify).not.toBe('none');
        expect(one.targets).toBeGreaterThan(0);
        expect(conversation.memberCount).toBeLessThanOrEqual(PUSH.maxMembers);
        if (levelOf(one) === 'mentions') expect(message.calls !== null || message.keyword).toBe(true);
        if (one.online) expect(NOW - message.at).toBeGreaterThanOrEqual(PUSH.onlineMs);
        if (one.pushedAt !== null) expect(NOW - one.pushedAt).toBeGreaterThanOrEqual(PUSH.burstMs);
      }),
    );
  });

  test('who waits is decided at that moment, if nothing else happens: nobody waits for ever', () => {
    fc.assert(
      fc.property(anyFacts, (one) => {
        const first = decidePush(one);
        if (first.act !== 'wait' && first.act !== 'merge') return;
        expect(first.dueAt).toBeGreaterThan(NOW);
        expect(decidePush({ ...one, now: first.dueAt }).act).toBe('send');
      }),
    );
  });

  test('reading never makes anybody be woken', () => {
    fc.assert(
      fc.property(anyFacts, (one) => {
        const read = decidePush({ ...one, message: { ...one.message, read: true } });
        expect(read.act).toBe('suppress');
      }),
    );
  });

  test('being called never silences, and being quiet never wakes', () => {
    fc.assert(
      fc.property(anyFacts, (one) => {
        const called = decidePush({ ...one, message: { ...one.message, calls: 'me' } });
        if (decidePush(one).act !== 'suppress') expect(called.act).not.toBe('suppress');
        const quiet = decidePush({ ...one, quiet: true });
        if (decidePush(one).act === 'suppress') expect(quiet.act).toBe('suppress');
      }),
    );
  });
});
