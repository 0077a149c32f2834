import { type MessageRow, revOf } from '@parley/db';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type HotBounds, HotMessages } from './hot-messages.js';

const BOUNDS: HotBounds = { perConversation: 8, entries: 20, bytes: 1_000_000, idleMs: 1_000 };

function rowOf(conversationId: string, seq: number, rev: number): MessageRow {
  return {
    conversationId,
    seq,
    messageId: `${conversationId}${seq}`,
    senderId: '1',
    rev,
    ord: seq,
    clientMsgId: `c_${seq}`,
    kind: 1,
    contentVersion: 1,
    text: `said at ${rev}`,
    structure: null,
    marks: null,
    sentAt: 0,
    thread: null,
    replies: null,
  };
}

function changed(row: MessageRow, rev: number): MessageRow {
  return { ...row, text: `changed at ${rev}`, marks: { rev, edited: { at: rev } } };
}

/** The table, and the statement: what is held at the rev that it has is not read. */
class Table {
  readonly rows: MessageRow[] = [];
  rev = 0;
  bodiesRead = 0;

  say(conversationId: string): MessageRow {
    this.rev += 1;
    const row = rowOf(conversationId, this.rows.length + 1, this.rev);
    this.rows.push(row);
    return row;
  }

  change(seq: number): MessageRow | null {
    const row = this.rows[seq - 1];
    if (row === undefined) return null;
    this.rev += 1;
    const after = changed(row, this.rev);
    this.rows[seq - 1] = after;
    return after;
  }

  answer(held: ReturnType<HotMessages['after']>, page: readonly MessageRow[], hot: HotMessages): MessageRow[] {
    return page.map((row) => {
      const mine = held.rows[row.seq - held.from] ?? null;
      if (mine !== null && revOf(mine) === revOf(row)) return mine;
      this.bodiesRead += 1;
      hot.read([row]);
      return row;
    });
  }
}

const step = fc.record({
  conversation: fc.integer({ min: 0, max: 3 }),
  what: fc.constantFrom('say', 'say', 'say elsewhere', 'change', 'change elsewhere', 'pull', 'pull', 'open', 'wait'),
  at: fc.integer({ min: 0, max: 30 }),
});

describe('hot messages', () => {
  test('whatever is said and changed here and elsewhere, a reader gets what the table holds; the bounds hold', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        let now = 0;
        const hot = new HotMessages(BOUNDS, () => now);
        const tables = Array.from({ length: 4 }, () => new Table());
        for (const { conversation, what, at } of steps) {
          const table = tables[conversation] ?? new Table();
          const id = `${conversation}`;
          const { length } = table.rows;
          if (what === 'say') hot.said(table.say(id));
          else if (what === 'say elsewhere') table.say(id);
          else if (what === 'change elsewhere') table.change(at);
          else if (what === 'wait') now += at * 40;
          else if (what === 'change') {
            const row = table.change(at);
            if (row !== null) hot.read([row]);
          } else if (what === 'pull') {
            const after = Math.max(0, length - (at % 12));
            const page = table.rows.slice(after, after + 5);
            expect(table.answer(hot.after(id, after, 5), page, hot)).toEqual(page);
          } else {
            const page = table.rows.slice(Math.max(0, length - 5));
            expect(table.answer(hot.before(id, null, 5), page, hot)).toEqual(page);
          }
          expect(hot.size.entries).toBeLessThanOrEqual(BOUNDS.entries);
        }
        const held = tables.map((_, index) => hot.after(`${index}`, 0, 1_000).rows);
        expect(held.every((rows) => rows.length <= BOUNDS.perConversation)).toBe(true);
        expect(hot.size.entries).toBe(held.flat().filter((row) => row !== null).length);
      }),
    );
  });

  test('a thousand readers of what was just said read no content from the table', () => {
    const hot = new HotMessages(BOUNDS, () => 0);
    const table = new Table();
    for (let said = 0; said < 8; said += 1) hot.said(table.say('7'));
    for (let reader = 0; reader < 1_000; reader += 1) {
      expect(table.answer(hot.after('7', 3, 100), table.rows.slice(3), hot)).toEqual(table.rows.slice(3));
    }
    expect(table.bodiesRead).toBe(0);
  });

  test('what was said through another process is read once and held from then on', () => {
    const hot = new HotMessages(BOUNDS, () => 0);
    const table = new Table();
    for (let said = 0; said < 6; said += 1) {
      const row = table.say('7');
      if (said % 2 === 0) hot.said(row);
    }
    for (let reader = 0; reader < 10; reader += 1) table.answer(hot.after('7', 0, 100), table.rows, hot);
    expect(table.bodiesRead).toBe(3);
  });

  test('a conversation that nobody speaks in is not held, and one that fell silent goes', () => {
    let now = 0;
    const hot = new HotMessages(BOUNDS, () => now);
    hot.read([rowOf('7', 1, 1)]);
    expect(hot.size).toEqual({ entries: 0, bytes: 0 });
    hot.said(rowOf('7', 1, 1));
    now += BOUNDS.idleMs + 1;
    hot.said(rowOf('8', 1, 1));
    expect(hot.after('7', 0, 10).rows).toEqual([]);
    expect(hot.size.entries).toBe(1);
  });

  test('large contents count by their bytes: the conversation used longest ago goes first', () => {
    const large = 'x'.repeat(100_000);
    const hot = new HotMessages(BOUNDS, () => 0);
    for (let id = 1; id <= 4; id += 1) hot.said({ ...rowOf(`${id}`, 1, 1), text: large });
    hot.after('1', 0, 10);
    hot.said({ ...rowOf('5', 1, 1), text: large });
    expect([1, 2, 3, 4, 5].map((id) => hot.after(`${id}`, 0, 10).rows.length)).toEqual([1, 0, 1, 1, 1]);
    expect(hot.size.bytes).toBeLessThanOrEqual(BOUNDS.bytes);
  });

  test('a reader whose snapshot is older than a change does not undo it', () => {
    const hot = new HotMessages(BOUNDS, () => 0);
    const row = rowOf('7', 1, 1);
    hot.said(row);
    hot.read([changed(row, 2)]);
    hot.read([row]);
    expect(hot.after('7', 0, 10).rows).toEqual([changed(row, 2)]);
  });
});
