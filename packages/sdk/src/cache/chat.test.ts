import type { ChatListItem, Draft, GroupProfile, Message, Personal } from '@parley/contract';
import { NO_PERSONAL } from '@parley/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  chatOnChange,
  chatOnDraft,
  chatOnDraftKept,
  chatOnGone,
  chatOnItem,
  chatOnMessage,
  chatOnPersonal,
  chatOnPurged,
  chatOnRead,
  chatOnReceipt,
  chatOnSeen,
  type ChatState,
  emptyChat,
  itemOf,
  mergeChats,
} from './chat.js';
import { CONVERSATION, itemAt, ME, messageAt, PEER } from './samples.js';

/** A conversation's history: who sent what; everything that a device may hear is derived from it. */
const history = fc.array(fc.constantFrom(ME, PEER), { minLength: 1, maxLength: 12 });

type Heard = (state: ChatState) => ChatState;

/** Everything that may be heard of the history, each once; a later row is of a later inbox place. */
function everything(senders: readonly string[], read: number): Heard[] {
  const all = senders.length;
  const messages = senders.map(
    (_, index): Heard =>
      (state) =>
        chatOnMessage(state, messageAt(senders, index + 1), ME),
  );
  return [
    ...messages,
    (state) => chatOnItem(state, itemAt(senders, Math.floor(all / 2), 0), 1),
    (state) => chatOnItem(state, itemAt(senders, all, read), all + 1),
    (state) => chatOnRead(state, { readSeq: Math.min(read, all), readOrd: Math.min(read, all) }),
  ];
}

const play = (heard: readonly Heard[]): ChatState =>
  heard.reduce((state, apply) => apply(state), emptyChat(CONVERSATION));

describe('a row of the chat list', () => {
  test('ends the same in whatever order and however often things are heard', () => {
    fc.assert(
      fc.property(
        history,
        fc.nat(12),
        fc.array(fc.nat(1_000), { minLength: 40, maxLength: 40 }),
        (senders, read, dice) => {
          const heard = everything(senders, read);
          const shuffled = [...heard, ...heard]
            .map((apply, index) => ({ apply, at: dice[index] ?? 0 }))
            .sort((a, b) => a.at - b.at)
            .map(({ apply }) => apply);
          expect(itemOf(play(shuffled))).toEqual(itemOf(play(heard)));
        },
      ),
    );
  });

  test('is the row that the server has', () => {
    fc.assert(
      fc.property(history, fc.nat(12), (senders, read) => {
        expect(itemOf(play(everything(senders, read)))).toEqual(itemAt(senders, senders.length, read));
      }),
    );
  });

  test('two tabs that heard different halves agree after merging', () => {
    fc.assert(
      fc.property(
        history,
        fc.nat(12),
        fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }),
        (senders, read, mine) => {
          const heard = everything(senders, read);
          const [a, b] = [play(heard.filter((_, at) => mine[at])), play(heard.filter((_, at) => !mine[at]))];
          const whole = itemOf(play(heard));
          expect(itemOf(mergeChats(a, b))).toEqual(whole);
          expect(itemOf(mergeChats(b, a))).toEqual(whole);
        },
      ),
    );
  });

  test('unread never goes below zero, and my own send reads what came before', () => {
    const senders = [PEER, PEER, ME];
    const state = play([
      (before) => chatOnItem(before, itemAt(senders, 2, 0), 1),
      (before) => chatOnMessage(before, messageAt(senders, 3), ME),
    ]);
    expect(itemOf(state)).toMatchObject({ unread: 0, readSeq: 3 });
    expect(itemOf(chatOnRead(state, { readSeq: 9, readOrd: 9 }))?.unread).toBe(0);
  });

  test('is not shown before the server has said what it is, nor after it is gone', () => {
    const known = chatOnItem(emptyChat(CONVERSATION), itemAt([PEER], 1, 0), 5);
    expect(itemOf(chatOnMessage(emptyChat(CONVERSATION), messageAt([PEER], 1), ME))).toBeNull();
    expect(itemOf(chatOnGone(known, undefined, 6))).toBeNull();
    expect(itemOf(chatOnGone(known, undefined, 4))).not.toBeNull();
    const back = chatOnSeen(chatOnGone(known, undefined, 6), 7);
    expect(back).toMatchObject({ gone: false, base: null });
    expect(itemOf(chatOnGone(chatOnSeen(known, 7), undefined, 6))).not.toBeNull();
  });

  test('forgets a last message that is gone, whichever is heard first', () => {
    const message = messageAt([PEER], 1);
    const known = chatOnItem(emptyChat(CONVERSATION), itemAt([PEER], 0, 0), 1);
    const after = chatOnGone(chatOnMessage(known, message, ME), 1, 3);
    const before = chatOnMessage(chatOnGone(known, 1, 3), message, ME);
    expect(after.lastMessage).toBeNull();
    expect(before.lastMessage).toBeNull();
    expect(before.purged).toEqual([{ from: 1, to: 1 }]);
  });

  test('a reply in a thread is the last message, and moves no read mark of who said it', () => {
    const known = chatOnItem(emptyChat(CONVERSATION), itemAt([PEER], 1, 0), 1);
    const reply = { ...messageAt([PEER, ME], 2), thread: { seq: 1, ord: 1 } };
    const after = chatOnMessage(known, reply, ME);
    expect(after).toMatchObject({ readSeq: known.readSeq, readOrd: known.readOrd, lastMessage: { seq: 2 } });
    const { thread: _, ...said } = reply;
    expect(chatOnMessage(known, said, ME).readSeq).toBe(2);
  });

  test('takes receipts of the other person only, and never backwards', () => {
    const known = chatOnItem(emptyChat(CONVERSATION), itemAt([ME, ME], 2, 0), 1);
    const read = chatOnReceipt(known, { userId: PEER, readSeq: 2, deliveredSeq: 2 });
    expect(read.peerReceipt).toEqual({ userId: PEER, readSeq: 2, deliveredSeq: 2 });
    expect(chatOnReceipt(read, { userId: PEER, readSeq: 1, deliveredSeq: 1 })).toBe(read);
    expect(chatOnReceipt(known, { userId: '3', readSeq: 2, deliveredSeq: 2 })).toBe(known);
  });
});

describe('what is mine about a row', () => {
  const seq = fc.integer({ min: 1, max: 9 });
  const personalAt = (version: number): Personal => ({ ...NO_PERSONAL, version, pinnedAt: version * 10 });
  const draft: fc.Arbitrary<Draft> = fc.record({ text: fc.constantFrom('', 'a', 'b'), updatedAt: seq });
  const heard: fc.Arbitrary<Heard> = fc.oneof(
    seq.map(
      (at): Heard =>
        (state) =>
          chatOnPersonal(chatOnSeen(state, at), personalAt(at)),
    ),
    seq.map(
      (at): Heard =>
        (state) =>
          chatOnGone(state, undefined, at),
    ),
    draft.map(
      (one): Heard =>
        (state) =>
          chatOnDraft(state, one),
    ),
    fc.tuple(seq, draft).map(
      ([at, one]): Heard =>
        (state) =>
          chatOnItem(state, { ...itemAt([PEER], 1, 0), personal: personalAt(at), draft: one }, at),
    ),
  );
  const mine = (state: ChatState): unknown => [state.personal, state.draft, state.goneAt];

  test('is the same in whatever order and however often it is heard, and when tabs are merged', () => {
    fc.assert(
      fc.property(
        fc
          .array(heard, { maxLength: 12 })
          .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        fc.nat(12),
        ([all, other], at) => {
          const state = mine(play(all));
          expect(mine(play(other))).toEqual(state);
          expect(mine(play([...all, ...other]))).toEqual(state);
          const [a, b] = [play(all.slice(0, at)), play(all.slice(at))];
          expect(mine(mergeChats(a, b))).toEqual(state);
          expect(mine(mergeChats(b, a))).toEqual(state);
        },
      ),
    );
  });

  test('goes with the conversation: one that comes back begins with nothing set', () => {
    const item = itemAt([PEER], 1, 0);
    const pinned = chatOnPersonal(chatOnItem(emptyChat(CONVERSATION), item, 1), personalAt(2));
    expect(itemOf(pinned)?.personal.pinnedAt).toBe(20);
    const back = chatOnItem(chatOnGone(pinned, undefined, 3), item, 4);
    expect(itemOf(back)?.personal).toEqual(NO_PERSONAL);
    expect(itemOf(chatOnPersonal(back, personalAt(5)))?.personal.pinnedAt).toBe(50);
  });

  test('a draft by a clock that is ahead takes the time that the server gave it, unless something else was typed', () => {
    const told = { text: 'ahead', updatedAt: 9 };
    const kept = { text: 'ahead', updatedAt: 3 };
    const state = chatOnDraft(emptyChat(CONVERSATION), told);
    expect(chatOnDraftKept(state, told, kept).draft).toEqual(kept);
    const typedOn = chatOnDraft(state, { text: 'ahead of', updatedAt: 10 });
    expect(chatOnDraftKept(typedOn, told, kept).draft.text).toBe('ahead of');
  });
});

describe('a group', () => {
  type Step = { readonly name: string; readonly memberCount: number; readonly role: 'admin' | 'member' | null };
  const steps = fc.array(
    fc.record({
      name: fc.constantFrom('one', 'two', 'three'),
      memberCount: fc.integer({ min: 1, max: 9 }),
      role: fc.constantFrom('admin' as const, 'member' as const, null),
    }),
    { minLength: 1, maxLength: 8 },
  );
  const roleAfter = (all: readonly Step[], upTo: number): string =>
    all.slice(0, upTo).findLast((step) => step.role !== null)?.role ?? 'member';

  function told(all: readonly Step[], seq: number): Message {
    const { name, memberCount, role } = all[seq - 1] as Step;
    const system =
      role === null ? { event: 'renamed', name, memberCount } : { event: 'role', name, memberCount, userId: ME, role };
    return { ...messageAt([], seq), rev: seq, ord: 0, content: { type: 'system', system } };
  }

  function rowAt(all: readonly Step[], upTo: number): ChatListItem {
    const { name, memberCount } = all[upTo - 1] as Step;
    return {
      ...itemAt([], 0, 0),
      kind: 'group',
      peer: null,
      name,
      memberCount,
      role: roleAfter(all, upTo),
      head: { seq: upTo, rev: upTo, ord: 0 },
      lastMessage: told(all, upTo),
      peerReceipt: null,
    };
  }

  test('is called, counted and ruled as its newest message or row says, in whatever order they are heard', () => {
    fc.assert(
      fc.property(
        steps.chain((all) => {
          const heard: Heard[] = [
            ...all.map(
              (_, index): Heard =>
                (state) =>
                  chatOnMessage(state, told(all, index + 1), ME),
            ),
            (state) => chatOnItem(state, rowAt(all, Math.ceil(all.length / 2)), 1),
            (state) => chatOnItem(state, rowAt(all, all.length), 2),
          ];
          return fc.tuple(fc.constant(all), fc.shuffledSubarray(heard, { minLength: heard.length }));
        }),
        ([all, heard]) => {
          const last = all.at(-1);
          expect(itemOf(play(heard))).toMatchObject({
            kind: 'group',
            name: last?.name,
            memberCount: last?.memberCount,
            role: roleAfter(all, all.length),
            unread: 0,
          });
        },
      ),
    );
  });

  const settings = {
    post: 'everybody',
    add: 'everybody',
    info: 'admins',
    pin: 'admins',
    mentionAll: 'admins',
    muteAll: false,
    slowSeconds: 0,
    history: 0,
    approval: false,
  };
  const profileAt = (seq: number): GroupProfile => ({
    topic: `topic ${seq}`,
    avatar: null,
    visibility: 'private',
    archived: seq % 2 === 0,
    settings: { ...settings, slowSeconds: seq },
  });

  test('looks, allows and mutes me as the newest that was heard says, in whatever order', () => {
    const lines = fc.array(fc.constantFrom('settings' as const, 'me' as const, 'peer' as const), {
      minLength: 1,
      maxLength: 8,
    });
    const withOrder = lines.chain((all) =>
      fc.tuple(
        fc.constant(all),
        fc.shuffledSubarray(
          all.map((_, index) => index + 1),
          { minLength: all.length },
        ),
      ),
    );
    fc.assert(
      fc.property(withOrder, ([all, order]) => {
        const line = (seq: number): Message => {
          const base = { name: 'g', memberCount: 2, profile: profileAt(seq) };
          const kind = all[seq - 1];
          const system =
            kind === 'settings'
              ? { event: 'settings', ...base, changed: ['slowSeconds'] }
              : { event: 'muted', ...base, userId: kind === 'me' ? ME : PEER, until: seq * 100 };
          return { ...messageAt([], seq), rev: seq, ord: 0, content: { type: 'system', system } };
        };
        const row = { ...rowAt([{ name: 'g', memberCount: 2, role: null }], 1), profile: profileAt(0) };
        const known = chatOnItem(
          emptyChat(CONVERSATION),
          { ...row, head: { seq: 0, rev: 0, ord: 0 }, lastMessage: null },
          1,
        );
        const state = order.reduce((before, seq) => chatOnMessage(before, line(seq), ME), known);
        const mutedAt = all.lastIndexOf('me') + 1;
        expect(itemOf(state)).toMatchObject({
          profile: profileAt(all.length),
          mutedUntil: mutedAt === 0 ? null : mutedAt * 100,
        });
        expect(itemOf(mergeChats(known, state))).toEqual(itemOf(mergeChats(state, known)));
      }),
    );
  });

  test('that I come back to is asked anew what of it is not mine to see', () => {
    const known = chatOnItem(emptyChat(CONVERSATION), rowAt([{ name: 'g', memberCount: 2, role: null }], 1), 1);
    const holed = chatOnPurged(known, [{ from: 3, to: 9 }]);
    expect(chatOnGone(holed, undefined, 2).purged).toEqual([]);
    expect(chatOnGone(holed, undefined, 0).purged).toEqual([{ from: 3, to: 9 }]);
  });

  test('of another tab is merged by what is newer of each', () => {
    const all: Step[] = [
      { name: 'old', memberCount: 2, role: null },
      { name: 'new', memberCount: 3, role: 'admin' },
    ];
    const base = chatOnItem(emptyChat(CONVERSATION), rowAt(all, 1), 1);
    const ahead = chatOnMessage(base, told(all, 2), ME);
    for (const [a, b] of [
      [base, ahead],
      [ahead, base],
    ] as const) {
      expect(itemOf(mergeChats(a, b))).toMatchObject({ name: 'new', memberCount: 3, role: 'admin' });
    }
  });

  test('that I hand over leaves me its admin', () => {
    const owner = chatOnItem(
      emptyChat(CONVERSATION),
      { ...rowAt([{ name: 'g', memberCount: 2, role: null }], 1), role: 'owner' },
      1,
    );
    const system = { event: 'role', name: 'g', memberCount: 2, userId: PEER, role: 'owner' };
    const message = { ...messageAt([], 2), rev: 2, senderId: ME, content: { type: 'system', system } };
    expect(itemOf(chatOnMessage(owner, message, ME))?.role).toBe('admin');
    expect(
      itemOf(chatOnMessage(owner, { ...message, content: { type: 'system', system: { event: 'sung' } } }, ME))?.role,
    ).toBe('owner');
  });
});

test('a change of what I said moves my read mark, too: its place may be told and the answer to the send lost', () => {
  const said = messageAt([PEER, ME], 2);
  const before = chatOnMessage(emptyChat(CONVERSATION), messageAt([PEER, ME], 1), ME);
  const changed = chatOnChange(before, { revs: [9], message: { ...said, rev: 9 } }, ME);
  expect(changed).toMatchObject({ readSeq: 2, readOrd: 2, head: { seq: 2, ord: 2, rev: 9 } });
  // Of what others said it tells nothing new.
  const theirs = chatOnChange(before, { revs: [9], message: { ...messageAt([PEER, PEER], 2), rev: 9 } }, ME);
  expect(theirs).toMatchObject({ readSeq: 0, head: { seq: 1, ord: 1, rev: 9 } });
});
