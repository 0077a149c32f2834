import type { TimelineMessage } from '@parley/sdk';
import { describe, expect, it } from 'vitest';
import { lastRead, timelineRows } from './rows';

const noon = new Date(2026, 10, 23, 12, 0).getTime();
const MINUTE = 60_000;

function message(seq: number, changes: Partial<TimelineMessage> = {}): TimelineMessage {
  return {
    key: `m${seq}`,
    conversationId: '1',
    clientMsgId: `client-${seq}`,
    messageId: String(1000 + seq),
    seq,
    ord: seq,
    senderId: '7',
    mine: false,
    at: noon + seq * MINUTE,
    content: { type: 'text', text: `message ${seq}` },
    edited: null,
    reactions: [],
    pinned: null,
    thread: null,
    replies: null,
    state: 'received',
    cancellable: false,
    error: null,
    ...changes,
  };
}

const shape = (rows: ReturnType<typeof timelineRows>): string[] =>
  rows.map((row) => (row.kind === 'message' ? `${row.key}${row.lead ? '*' : ''}` : row.kind));

describe('timeline rows', () => {
  it('groups one person within five minutes under one name', () => {
    const messages = [message(1), message(2), message(3, { senderId: '8' }), message(9, { senderId: '8' })];
    expect(shape(timelineRows(messages, { newFrom: null, hasOlder: false }))).toEqual([
      'day',
      'm1*',
      'm2',
      'm3*',
      'm9*',
    ]);
  });

  it('puts a day between days and begins a group there', () => {
    const night = new Date(2026, 10, 22, 23, 59).getTime();
    const messages = [message(1, { at: night }), message(2, { at: night + 2 * MINUTE })];
    expect(shape(timelineRows(messages, { newFrom: null, hasOlder: false }))).toEqual(['day', 'm1*', 'day', 'm2*']);
  });

  it('leaves out the first day while there is something older', () => {
    expect(shape(timelineRows([message(5)], { newFrom: null, hasOlder: true }))).toEqual(['m5*']);
  });

  it('gives the same rows for the same messages when another comes', () => {
    const messages = [message(1), message(2, { senderId: '8' }), message(3, { senderId: '8' })];
    const before = timelineRows(messages, { newFrom: 3, hasOlder: false });
    const after = timelineRows([...messages, message(4)], { newFrom: 3, hasOlder: false });
    expect(shape(after)).toEqual(['day', 'm1*', 'm2*', 'new', 'm3*', 'm4*']);
    expect(after.slice(0, -1).map((row, index) => row === before[index])).toEqual([true, true, true, true, true]);
    const edited = timelineRows([message(1), ...messages.slice(1)], { newFrom: 3, hasOlder: false });
    expect(edited.map((row, index) => row === before[index])).toEqual([false, false, true, true, true]);
  });

  it('keeps the keys of what is drawn when older messages come', () => {
    const newer = [message(50), message(51)];
    const before = timelineRows(newer, { newFrom: null, hasOlder: true }).map((row) => row.key);
    const after = timelineRows([message(48), message(49), ...newer], { newFrom: null, hasOlder: false });
    expect(after.map((row) => row.key).slice(-before.length)).toEqual(before);
    expect(new Set(after.map((row) => row.key)).size).toBe(after.length);
  });

  it('keeps the name above what once began the window', () => {
    const messages = [message(48), message(49), message(50), message(51)];
    const rows = timelineRows(messages, { newFrom: null, hasOlder: true, starts: new Set(['m50']) });
    expect(shape(rows)).toEqual(['m48*', 'm49', 'm50*', 'm51']);
  });

  it('draws the new line once, before the first unread message of somebody else', () => {
    const messages = [message(1), message(2, { mine: true, state: 'sent' }), message(3), message(4)];
    const rows = timelineRows(messages, { newFrom: 2, hasOlder: false });
    expect(shape(rows)).toEqual(['day', 'm1*', 'm2', 'new', 'm3*', 'm4']);
  });

  it('has no new line in a window that begins after it', () => {
    expect(shape(timelineRows([message(70), message(71)], { newFrom: 20, hasOlder: true }))).toEqual(['m70*', 'm71']);
    expect(shape(timelineRows([message(20), message(21)], { newFrom: 20, hasOlder: true }))).toEqual([
      'new',
      'm20*',
      'm21',
    ]);
  });

  it('draws what happened to a group as a line of its own, under which a name begins anew', () => {
    const left = { type: 'system', system: { event: 'left', name: 'Release', memberCount: 2 } };
    const messages = [message(1), message(2, { content: left }), message(3)];
    expect(shape(timelineRows(messages, { newFrom: 2, hasOlder: false }))).toEqual([
      'day',
      'm1*',
      'system',
      'new',
      'm3*',
    ]);
  });

  it('draws an event of a later release as a message that has to be updated for', () => {
    const later = { type: 'system', system: { event: 'painted', name: 'Release', memberCount: 2 } };
    expect(shape(timelineRows([message(1, { content: later })], { newFrom: null, hasOlder: false }))).toEqual([
      'day',
      'm1*',
    ]);
  });

  it('has no new line for a message that is not stored yet', () => {
    const rows = timelineRows([message(1, { seq: null, mine: true, state: 'pending' })], {
      newFrom: 1,
      hasOlder: false,
    });
    expect(shape(rows)).toEqual(['day', 'm1*']);
  });
});

it('only the newest read message of mine spells it out', () => {
  const messages = [message(1, { state: 'read' }), message(2, { state: 'read' }), message(3, { state: 'delivered' })];
  expect(lastRead(messages)).toBe('m2');
  expect(lastRead([message(3, { state: 'sent' })])).toBeNull();
});
