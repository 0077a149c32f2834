import { chatPlaceOf, compareChats, isHidden, NO_PERSONAL, waitsForMe } from '@parley/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ChatState, emptyChat, itemOf } from './cache/chat.js';
import type { PendingSend } from './cache/pending.js';
import { ChatList } from './chat-list-store.js';
import type { ChatListSnapshot, ChatRow } from './chat-list.js';
import { batch } from './store.js';

type Change = {
  readonly id: number;
  readonly what: 'said' | 'set' | 'typed' | 'read' | 'gone' | 'forgotten' | 'unknown' | 'waiting' | 'sent' | 'time';
  readonly at: number;
};

const anyChange = fc.record({
  id: fc.integer({ min: 1, max: 12 }),
  what: fc.constantFrom<Change['what'][]>(
    ...(['said', 'set', 'typed', 'read', 'gone', 'forgotten', 'unknown', 'waiting', 'sent', 'time'] as const),
  ),
  at: fc.integer({ min: 0, max: 40 }),
});

/** What the list is made of, changed by hand. */
class World {
  readonly chats = new Map<string, ChatState>();
  readonly pending = new Map<string, PendingSend[]>();
  now = 20;
  made = 0;
  readonly list = new ChatList({
    chat: (id) => {
      this.made += 1;
      return this.chats.get(id);
    },
    sends: (id) => this.pending.get(id) ?? [],
    myId: () => '1',
    now: () => this.now,
  });

  put(id: string, change: Partial<ChatState>): void {
    this.chats.set(id, { ...(this.chats.get(id) ?? known(id)), ...change });
    this.list.touch(id);
  }

  do({ id: number, what, at }: Change): void {
    const id = String(number);
    const { head, draft } = this.chats.get(id) ?? known(id);
    if (what === 'said')
      this.put(id, { head: { seq: head.seq + 1, rev: head.rev + 1, ord: head.ord + 1 }, lastAt: at });
    if (what === 'typed') this.put(id, { draft: { text: `${at}`, updatedAt: draft.updatedAt + 1 } });
    if (what === 'read') this.put(id, { readSeq: head.seq, readOrd: head.ord });
    if (what === 'gone') this.put(id, { gone: at % 2 === 0 });
    if (what === 'unknown') this.put(id, { base: at % 2 === 0 ? null : baseOf(id, `Bo ${at}`) });
    if (what === 'set') this.put(id, { personal: personalOf(at, head.seq) });
    if (what === 'forgotten') this.chats.delete(id);
    if (what === 'waiting') this.pending.set(id, [waitingIn(id, at)]);
    if (what === 'sent') this.pending.delete(id);
    if (what === 'time') this.now = at;
    this.list.touch(id);
  }
}

function known(conversationId: string): ChatState {
  return { ...emptyChat(conversationId), base: baseOf(conversationId, 'Bo') };
}

/** A third of them each is a direct chat, a group and a channel. */
function baseOf(conversationId: string, name: string): ChatState['base'] {
  const kind = (['direct', 'group', 'channel'] as const)[Number(conversationId) % 3] ?? 'group';
  const peer = { userId: `9${conversationId}`, login: 'bo', name, active: true };
  return { kind, peer: kind === 'direct' ? peer : null };
}

/** Each bit sets something else. */
function personalOf(at: number, seq: number): ChatState['personal'] {
  return {
    ...NO_PERSONAL,
    version: 1,
    pinnedAt: (at & 1) === 0 ? null : at,
    muteUntil: (at & 2) === 0 ? null : at,
    hiddenSeq: (at & 4) === 0 ? null : seq,
    unreadSeq: (at & 8) === 0 ? null : seq,
  };
}

function waitingIn(conversationId: string, at: number): PendingSend {
  const failed = at % 2 === 0 ? null : { code: 'FORBIDDEN' as const, details: {} };
  const content = { type: 'text' as const, text: 'waits' };
  return { clientMsgId: `c_${at}`, conversationId, content, createdAt: at, order: at, left: false, failed };
}

/** The whole list made anew, as simply as it can be said. */
function anew({ chats, pending, now }: World): ChatListSnapshot {
  const rows = [...chats.values()].flatMap((state): ChatRow[] => {
    const item = itemOf(state);
    const sends = pending.get(state.conversationId) ?? [];
    if (item === null) return [];
    const waiting = sends.find(({ failed }) => failed === null)?.content ?? null;
    const failed = sends.some((send) => send.failed !== null);
    return [{ ...item, outgoing: failed ? 'failed' : waiting === null ? null : 'pending', waiting, lastState: null }];
  });
  const placeOf = (row: ChatRow) => chatPlaceOf({ ...row, headSeq: row.head.seq });
  rows.sort((a, b) => compareChats(placeOf(a), placeOf(b)));
  const hides = ({ personal, head }: ChatRow): boolean => isHidden(personal, head.seq);
  const items = rows.filter((row) => !hides(row));
  const unread = items.reduce((sum, row) => sum + waitsForMe(row, now), 0);
  return { loaded: false, items, hidden: rows.filter(hides), unread };
}

describe('the chat list', () => {
  it('is after any changes what it would be if it were made anew', () => {
    fc.assert(
      fc.property(fc.array(fc.array(anyChange, { maxLength: 6 }), { maxLength: 25 }), (goes) => {
        const world = new World();
        for (const go of goes) {
          batch(() => go.forEach((change) => world.do(change)));
          // Who only lets time pass touches a row too: a count is made anew when something changes, as it ever was.
          if (go.length === 0) continue;
          const { items, hidden, ...counts } = anew(world);
          expect(world.list.getSnapshot()).toEqual({ items, hidden, ...counts });
          const rows = [...items, ...hidden];
          for (const row of rows) expect(world.list.row(row.conversationId).getSnapshot()).toEqual(row);
          const channels = rows.filter(({ kind }) => kind === 'channel').map((row) => row.conversationId);
          expect(world.list.channels.getSnapshot()).toEqual(new Set(channels));
          const names = rows.flatMap(({ peer }): [string, string][] =>
            peer === null ? [] : [[peer.userId, peer.name]],
          );
          expect(world.list.peerNames.getSnapshot()).toEqual(new Map(names));
        }
      }),
    );
  });

  it('tells once of what changes in one go, and makes anew only the rows that it touches', () => {
    const world = new World();
    batch(() => {
      for (let id = 1; id <= 5_000; id += 1) world.put(String(id), { lastAt: id });
    });
    const before = world.list.getSnapshot();
    let told = 0;
    world.list.subscribe(() => (told += 1));
    world.made = 0;
    batch(() => {
      for (let id = 1; id <= 1_000; id += 1) {
        world.put(String(id), { lastAt: 5_000 + id });
        world.put(String(id), { readSeq: 1 });
      }
    });
    expect([told, world.made]).toEqual([1, 1_000]);
    const after = world.list.getSnapshot();
    expect(after.items.slice(0, 1_000).map(({ conversationId }) => Number(conversationId))).toEqual(
      Array.from({ length: 1_000 }, (_, index) => 1_000 - index),
    );
    const old = new Set(before.items);
    expect(after.items.filter((row) => !old.has(row))).toHaveLength(1_000);
    expect(world.made).toBe(1_000);
  });

  it('is the same object, and tells nobody, when what was touched is as before', () => {
    const world = new World();
    world.put('1', {});
    const before = world.list.getSnapshot();
    let told = 0;
    world.list.subscribe(() => (told += 1));
    world.list.touch('1');
    world.list.touch('2');
    expect([world.list.getSnapshot() === before, told]).toEqual([true, 0]);
  });

  it('answers whoever asks in the middle of a go with what is so by then', () => {
    const world = new World();
    batch(() => {
      world.put('1', {});
      expect(world.list.getSnapshot().items).toHaveLength(1);
      world.put('2', {});
      expect(world.list.getSnapshot().items).toHaveLength(2);
    });
  });

  it('counts what is unread of a chat again when its mute has ended', () => {
    const world = new World();
    const head = { seq: 3, rev: 3, ord: 3 };
    world.put('1', { head, personal: { ...NO_PERSONAL, version: 1, muteUntil: 30 } });
    world.put('2', { head });
    expect(world.list.getSnapshot().unread).toBe(3);
    world.now = 30;
    world.put('2', { readSeq: 3, readOrd: 3 });
    expect(world.list.getSnapshot().unread).toBe(3);
    // The clock was set right.
    world.now = 25;
    world.put('3', {});
    expect(world.list.getSnapshot().unread).toBe(0);
  });
});
