import type { Ack } from '@parley/contract';
import { expect, test, vi } from 'vitest';

import { Ledger } from './ledger.js';
import type { Link } from './link.js';
import { SendLane } from './send-lane.js';

interface Sent {
  clientMsgId: string;
  after?: string;
  answer: (ack: Ack<unknown>) => void;
}

function aLane() {
  const sent: Sent[] = [];
  const link = {
    request: (_event: string, payload: string, answer: Sent['answer']) =>
      sent.push({ ...(JSON.parse(payload) as { clientMsgId: string; after?: string }), answer }),
  } as unknown as Link;
  const ledger = new Ledger('test');
  const lane = new SendLane(ledger, {
    link: () => link,
    own: () => undefined,
    acked: () => undefined,
    cursorAlong: () => null,
    cursorTold: () => undefined,
  });
  const add = (text: string): void =>
    lane.add(ledger.open({ text, due: 0, sender: 0, senderId: '1', conversationId: '2', receivers: 1 }));
  return { sent, ledger, lane, add };
}

const stored = (seq: number): Ack<unknown> => ({ ok: true, data: { messageId: String(seq), seq } });
const refused = (code: string, retryAfterMs = 0): Ack<unknown> => ({
  ok: false,
  error: { code, message: '', details: { retryAfterMs } },
});

test('names the send before it that is still unanswered', () => {
  const { sent, add } = aLane();
  add('a');
  add('b');
  sent[0]?.answer(stored(1));
  sent[1]?.answer(stored(2));
  add('c');
  expect(sent.map(({ after }) => after)).toEqual([undefined, sent[0]?.clientMsgId, undefined]);
});

test('sends what was refused again, after the hint, in order and with the same keys', () => {
  vi.useFakeTimers();
  const { sent, ledger, add } = aLane();
  add('a');
  add('b');
  add('c');
  sent[0]?.answer(stored(1));
  sent[1]?.answer(refused('BUSY', 300));
  sent[2]?.answer(refused('AFTER_FAILED'));
  vi.advanceTimersByTime(299);
  expect(sent).toHaveLength(3);
  vi.advanceTimersByTime(600);
  vi.useRealTimers();
  expect(sent.slice(3).map(({ clientMsgId }) => clientMsgId)).toEqual([sent[1]?.clientMsgId, sent[2]?.clientMsgId]);
  sent[3]?.answer(stored(2));
  sent[4]?.answer(stored(3));
  expect(ledger).toMatchObject({ acked: 3, outOfOrder: 0, repeated: { BUSY: 1, AFTER_FAILED: 1 } });
});

test('counts an answer that puts a later send before an earlier one', () => {
  const { sent, ledger, add } = aLane();
  add('a');
  add('b');
  sent[0]?.answer(stored(2));
  sent[1]?.answer(stored(1));
  expect(ledger.outOfOrder).toBe(1);
});

test('a refusal that no retry can heal settles the send', () => {
  const { sent, ledger, lane, add } = aLane();
  add('a');
  sent[0]?.answer(refused('CONFLICT'));
  expect(ledger).toMatchObject({ settled: 1, refused: { CONFLICT: 1 } });
  expect(lane.length).toBe(0);
});
