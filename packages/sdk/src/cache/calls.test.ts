import type { Message } from '@parley/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Calls, callsOnMessage, callsOnRow, callsUnsure, mergeCalls, newestCall, NO_CALLS } from './calls.js';

const ME = '1';

/** What happened, in order: a message is sent, or one of those before is changed; each calls me or not. */
const log = fc.array(fc.record({ seq: fc.nat(7), calls: fc.boolean() }), { minLength: 1, maxLength: 12 });
type Log = readonly { readonly seq: number; readonly calls: boolean }[];

function messageAt(events: Log, rev: number): Message {
  const { seq = 0, calls = false } = events[rev - 1] ?? {};
  const mentions = calls ? [{ type: 'user', userId: ME, at: 0, length: 2 }] : [];
  return {
    conversationId: '9',
    seq: seq + 1,
    rev,
    ord: seq + 1,
    messageId: '1',
    senderId: '2',
    clientMsgId: 'client-message-1',
    sentAt: 1,
    content: { type: 'text', text: '@x', mentions },
  };
}

/** The newest that calls me after so many of these. */
function truth(events: Log, upTo: number): number {
  const last = new Map(events.slice(0, upTo).map(({ seq, calls }) => [seq + 1, calls]));
  return Math.max(0, ...[...last].flatMap(([seq, calls]) => (calls ? [seq] : [])));
}

const everything = (): boolean => true;

test('every order of messages and rows ends with the same; it is the truth, or is known to be unsure', () => {
  fc.assert(
    fc.property(
      log.chain((events) => {
        const steps = events.flatMap((_, index) => [`message ${index + 1}`, `row ${index + 1}`]);
        const rows = fc.subarray(steps.filter((step) => step.startsWith('row')));
        const messages = steps.filter((step) => step.startsWith('message'));
        return fc.tuple(
          fc.constant(events),
          rows.chain((some) => fc.shuffledSubarray([...messages, ...some, ...messages], { minLength: 1 })),
          rows,
        );
      }),
      ([events, heard, rows]) => {
        const hear = (calls: Calls, step: string): Calls => {
          const rev = Number(step.split(' ')[1]);
          if (step.startsWith('row')) return callsOnRow(calls, { seq: truth(events, rev), rev });
          return callsOnMessage(calls, messageAt(events, rev), ME);
        };
        const all = [...heard, ...rows, ...events.map((_, index) => `message ${index + 1}`)];
        const forth = all.reduce(hear, NO_CALLS);
        const back = all.toReversed().reduce(hear, NO_CALLS);
        expect(back).toEqual(forth);
        const half = Math.floor(all.length / 2);
        const halves = [all.slice(0, half), all.slice(half)].map((part) => part.reduce(hear, NO_CALLS));
        expect(mergeCalls(halves[0] ?? NO_CALLS, halves[1] ?? NO_CALLS)).toEqual(forth);
        if (callsUnsure(forth, { unread: everything, there: everything })) return;
        expect(newestCall(forth, everything) ?? 0).toBe(truth(events, events.length));
      },
    ),
  );
});

test('what was read, or is not there any more, calls nobody', () => {
  const calls = callsOnRow(NO_CALLS, { seq: 5, rev: 5 });
  expect(newestCall(calls, (seq) => seq > 5)).toBeNull();
  expect(callsUnsure(calls, { unread: () => true, there: () => false })).toBe(true);
  expect(callsUnsure(calls, { unread: () => false, there: () => false })).toBe(false);
});

test('what I wrote calls me never', () => {
  const mine = { ...messageAt([{ seq: 0, calls: true }], 1), senderId: ME };
  expect(newestCall(callsOnMessage(NO_CALLS, mine, ME), everything)).toBeNull();
});
