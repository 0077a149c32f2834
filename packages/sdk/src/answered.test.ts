import type { Message } from '@parley/contract';
import { expect, test } from 'vitest';
import { Answered } from './answered.js';
import { emptyTimeline, timelineOnMessages, timelineOnPurged, type TimelineState } from './cache/timeline.js';
import type { TimelineMessage } from './timeline-view.js';

const message = (seq: number): Message => ({
  conversationId: '1',
  seq,
  rev: seq,
  ord: seq,
  messageId: String(seq),
  senderId: '2',
  clientMsgId: `c_message_${seq}`,
  sentAt: seq,
  content: { type: 'text', text: `${seq}` },
});
const answerTo = (seq: number): TimelineMessage =>
  ({ content: { type: 'text', text: 'answer', replyTo: { seq } } }) as unknown as TimelineMessage;

/** A timeline whose server has these messages and can be cut off. */
function scene(onServer: readonly number[]) {
  let state: TimelineState = timelineOnPurged(timelineOnMessages(emptyTimeline('1'), [message(9)]), [
    { from: 3, to: 3 },
  ]);
  const asked: number[] = [];
  const net = { online: true };
  const answered = new Answered({
    state: () => state,
    ask: async (seq) => {
      await Promise.resolve();
      asked.push(seq);
      if (!net.online) throw new Error('offline');
      if (onServer.includes(seq)) state = timelineOnMessages(state, [message(seq)]);
    },
    told: () => undefined,
  });
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  };
  return { answered, asked, net, settle };
}

test('what is here or purged is known at once; the rest is asked for once, and may be gone', async () => {
  const { answered, asked, settle } = scene([5]);
  const shown = [answerTo(9), answerTo(3), answerTo(5), answerTo(4), answerTo(5)];
  expect([...answered.of(shown)].map(([seq, found]) => [seq, found?.seq ?? null])).toEqual([
    [9, 9],
    [3, null],
  ]);
  await settle();
  expect(answered.of(shown).get(5)?.seq).toBe(5);
  expect(answered.of(shown).get(4)).toBeNull();
  await settle();
  expect(asked).toEqual([5, 4]);
});

test('when nobody can be asked it is asked again at the next connection, not before', async () => {
  const { answered, asked, net, settle } = scene([5]);
  net.online = false;
  answered.of([answerTo(5)]);
  await settle();
  answered.of([answerTo(5)]);
  await settle();
  expect([asked, answered.of([answerTo(5)]).has(5)]).toEqual([[5], false]);
  net.online = true;
  answered.retry();
  await settle();
  expect(answered.of([answerTo(5)]).get(5)?.seq).toBe(5);
});
