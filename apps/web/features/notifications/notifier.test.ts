import type { Message, PushPayload } from '@parley/contract';
import { DEFAULT_NOTIFICATIONS } from '@parley/core';
import type { ChatRow } from '@parley/sdk';
import { beforeEach, describe, expect, it } from 'vitest';
import type { DecidedHere } from '../../platform/decided-here';
import { type Around, factsHere } from './facts-here';
import { Notifier } from './notifier';
import { payloadHere } from './payload-here';

const NOW = 1_800_000_000_000;
const me = { userId: '1' };
const direct = {
  conversationId: '10',
  kind: 'direct',
  name: null,
  memberCount: null,
  readSeq: 0,
  personal: { notify: null, muteUntil: null },
} as unknown as ChatRow;
const group = { ...direct, kind: 'group', name: 'Release', memberCount: 9 } as ChatRow;

function said(seq: number, more: Partial<Message> = {}): Message {
  const content = { type: 'text', text: `m${seq}` };
  return { conversationId: '10', messageId: `${seq}`, seq, senderId: '2', sentAt: NOW, content, ...more } as Message;
}

describe('a page nobody looks at', () => {
  let now: number;
  let around: Partial<Around>;
  let shown: PushPayload[];
  let decided: DecidedHere[];
  let timers: { at: number; run: () => void }[];
  let notifier: Notifier;
  let known: boolean;
  let looks: number;

  beforeEach(() => {
    [now, around, shown, decided, timers, known, looks] = [NOW, {}, [], [], [], true, 0];
    notifier = new Notifier({
      now: () => now,
      after: (ms, run) => {
        const timer = { at: now + ms, run };
        timers.push(timer);
        return () => timers.splice(timers.indexOf(timer), 1);
      },
      factsOf: (_, pushed) => {
        looks += 1;
        if (!known) return Promise.resolve(null);
        const settings = DEFAULT_NOTIFICATIONS;
        const given = {
          row: direct,
          me,
          settings,
          follows: () => false,
          looked: false,
          targets: 1,
          ...pushed,
          now,
          ...around,
        };
        return Promise.resolve(factsHere(given));
      },
      payloadOf: (message, count) =>
        payloadHere(message, { row: around.row ?? direct, sender: 'Li', calls: false, count, preview: 'full' }),
      show: (payload) => {
        shown.push(payload);
        return Promise.resolve(true);
      },
      decided: (what) => decided.push(what),
    });
  });

  /** What is due by then is done. */
  async function until(time: number): Promise<void> {
    now = time;
    const due = timers.filter(({ at }) => at <= time);
    timers = timers.filter(({ at }) => at > time);
    for (const { run } of due) run();
    // Until what they have begun is done.
    await new Promise((resolve) => setImmediate(resolve));
  }

  it('tells at once of what is written to me', async () => {
    await notifier.hear(said(1));
    expect(shown).toEqual([{ v: 1, conversationId: '10', seq: 1, count: 1, kind: 'direct', sender: 'Li', text: 'm1' }]);
    expect(decided).toMatchObject([{ seqs: [1], decision: 'sent', reason: 'direct' }]);
  });

  it('looks once at what comes at once, however many', async () => {
    await Promise.all(Array.from({ length: 300 }, (_, index) => notifier.hear(said(index + 1))));
    expect(looks).toBe(1);
    expect(shown).toMatchObject([{ seq: 300, count: 300 }]);
    await notifier.hear(said(301));
    expect(looks).toBe(2);
  });

  it('asks about nothing where nothing waits any more', async () => {
    const both = [notifier.hear(said(1))];
    // Begun, and due once more before it is done.
    await Promise.resolve();
    both.push(notifier.hear(said(1)));
    await Promise.all(both);
    expect(looks).toBe(1);
    expect(shown).toHaveLength(1);
  });

  it('gathers a burst: the first at once, what follows as one', async () => {
    await notifier.hear(said(1));
    now += 500;
    await notifier.hear(said(2, { sentAt: now }));
    now += 500;
    await notifier.hear(said(3, { sentAt: now }));
    expect(shown).toHaveLength(1);
    await until(NOW + 3_000);
    expect(shown.slice(1)).toMatchObject([{ seq: 3, count: 3, text: 'm3' }]);
    expect(timers).toEqual([]);
  });

  it('waits until what it has to know is there, but not for ever', async () => {
    known = false;
    await notifier.hear(said(1));
    await until(NOW + 1_000);
    known = true;
    await until(NOW + 2_000);
    expect(shown).toMatchObject([{ seq: 1 }]);
    known = false;
    await notifier.hear(said(2));
    for (let second = 3; timers.length > 0 && second < 100; second += 1) await until(NOW + second * 1_000);
    expect(timers).toEqual([]);
    expect(shown).toHaveLength(1);
  });

  it.each<[string, Partial<Around>, Partial<Message>]>([
    ['own', {}, { senderId: me.userId }],
    ['no-target', { targets: 0 }, {}],
    ['read', { looked: true }, {}],
    ['read', { row: { ...direct, readSeq: 1 } }, {}],
    ['level-none', { row: { ...direct, personal: { ...direct.personal, notify: 'none' } } }, {}],
    ['muted', { row: { ...direct, personal: { ...direct.personal, muteUntil: NOW + 1 } } }, {}],
    ['not-mentioned', { row: { ...group, personal: { ...direct.personal, notify: 'mentions' } } }, {}],
    ['not-mentioned', { row: { ...group, memberCount: 501 } }, {}],
    ['thread-not-followed', { row: group }, { thread: { seq: 1, ord: 1 } }],
    ['quiet', { settings: { ...DEFAULT_NOTIFICATIONS, pausedUntil: NOW + 1 } }, {}],
    ['recalled', {}, { content: { type: 'recalled' } }],
    ['too-old', {}, { sentAt: NOW - 25 * 3_600_000 }],
  ])('is silent, and says why: %s', async (reason, given, message) => {
    around = given;
    await notifier.hear(said(1, message));
    expect(shown).toEqual([]);
    expect(decided).toMatchObject([{ seqs: [1], decision: 'suppressed', reason }]);
  });

  it.each<[string, Partial<Around>, Partial<Message>]>([
    [
      'mentioned',
      { row: { ...group, personal: { ...direct.personal, notify: 'mentions' } } },
      { content: { type: 'text', text: '@me', mentions: [{ type: 'user', userId: me.userId, at: 0, length: 3 }] } },
    ],
    ['keyword', { settings: { ...DEFAULT_NOTIFICATIONS, keywords: ['m1'] }, row: group }, {}],
    ['thread', { row: group, follows: () => true }, { thread: { seq: 1, ord: 1 } }],
    ['group', { row: group }, {}],
  ])('tells of what calls me, and says why: %s', async (reason, given, message) => {
    around = given;
    await notifier.hear(said(1, message));
    expect(shown).toHaveLength(1);
    expect(decided).toMatchObject([{ reason }]);
  });
});

describe('what is shown', () => {
  it.each([
    ['full', { kind: 'group', conversation: 'Release', sender: 'Li', text: 'm1' }],
    ['sender', { kind: 'group', conversation: 'Release', sender: 'Li' }],
    ['none', {}],
  ] as const)('says %s', (preview, about) => {
    expect(payloadHere(said(1), { row: group, sender: 'Li', calls: false, count: 1, preview })).toEqual({
      v: 1,
      conversationId: '10',
      seq: 1,
      count: 1,
      ...about,
    });
  });
});
