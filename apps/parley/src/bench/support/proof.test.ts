import { expect, test } from 'vitest';

import type { CrewDevice, StoredMessage } from './crew-device.js';
import { Ledger, type SendRecord } from './ledger.js';
import { prove } from './proof.js';

/** A run of one conversation whose timeline is what `stored` makes of what was sent. */
function aRun(texts: readonly string[]) {
  const ledger = new Ledger('test');
  const about = { due: 0, sender: 0, senderId: '1', conversationId: '2', receivers: 1 };
  const sent = texts.map((text) => ledger.open({ text, ...about }));
  const ack = (record: SendRecord, seq: number): void => {
    ledger.wasAcked(record, { seq, messageId: `m${seq}` });
    ledger.wasDelivered(record, { receiver: 1, live: true });
  };
  const asStored = ({ clientMsgId, text }: SendRecord, seq: number): StoredMessage => ({
    seq,
    messageId: `m${seq}`,
    clientMsgId,
    text,
  });
  const judged = (messages: StoredMessage[]) => {
    const device = {
      hasPlaces: true,
      conversationIds: ['2'],
      catchUp: () => Promise.resolve(),
      timeline: () => Promise.resolve({ messages, hasMore: false, head: messages.at(-1)?.seq ?? 0 }),
    } as unknown as CrewDevice;
    return prove([device], ledger, new Map());
  };
  return { ledger, sent: sent as [SendRecord, SendRecord], ack, asStored, judged };
}

test('what was acked is found, and nothing else', async () => {
  const { sent, ack, asStored, judged } = aRun(['a', 'b']);
  sent.forEach((record, index) => ack(record, index + 1));
  const clean = { lost: 0, duplicated: 0, outOfOrder: 0, gaps: 0, altered: 0, stored: 2 };
  expect(await judged([asStored(sent[0], 1), asStored(sent[1], 2)])).toMatchObject(clean);
});

test('each kind of damage is told', async () => {
  const { sent, ack, asStored, judged } = aRun(['a', 'b']);
  sent.forEach((record, index) => ack(record, index + 1));
  const [a, b] = [asStored(sent[0], 1), asStored(sent[1], 2)];
  expect(await judged([a])).toMatchObject({ lost: 1, stored: 1 });
  expect(await judged([a, { ...b, text: 'c' }])).toMatchObject({ altered: 1 });
  expect(await judged([a, { ...b, seq: 3 }])).toMatchObject({ altered: 1, gaps: 1 });
  expect(await judged([a, b, { ...b, seq: 3 }])).toMatchObject({ duplicated: 1 });
});

test('what was refused for good and is stored all the same counts as stored', async () => {
  const { ledger, sent, ack, asStored, judged } = aRun(['a', 'b']);
  ack(sent[0], 1);
  ledger.forget(sent[1]);
  expect(await judged([asStored(sent[0], 1)])).toMatchObject({ stored: 1 });
  expect(await judged([asStored(sent[0], 1), asStored(sent[1], 2)])).toMatchObject({ stored: 2 });
});
