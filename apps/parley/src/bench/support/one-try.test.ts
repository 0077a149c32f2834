import type { Ack } from '@parley/contract';
import { expect, test } from 'vitest';

import { Ledger, type SendRecord } from './ledger.js';
import type { Link } from './link.js';
import { OneTry, type Outcome } from './one-try.js';

function aDevice() {
  const sent: { payload: { clientMsgId: string; after?: string }; answer: (ack: Ack<unknown>) => void }[] = [];
  const link = {
    request: (_event: string, payload: string, answer: (ack: Ack<unknown>) => void) =>
      sent.push({ payload: JSON.parse(payload) as { clientMsgId: string }, answer }),
  } as unknown as Link;
  const ledger = new Ledger('test');
  const told: [SendRecord, Outcome][] = [];
  let connected = true;
  const owner = {
    link: () => (connected ? link : null),
    own: () => undefined,
    acked: () => undefined,
    cursorAlong: () => null,
    cursorTold: () => undefined,
  };
  const once = new OneTry(ledger, owner, (record, outcome) => told.push([record, outcome]));
  const send = (text: string): void =>
    once.send(ledger.open({ text, due: 0, sender: 0, senderId: '1', conversationId: '2', receivers: 1 }));
  const cut = (): void => {
    connected = false;
    once.down();
  };
  return { sent, ledger, told, send, cut };
}

test('sends stand alone: one that is refused is not sent again and takes no other along', () => {
  const { sent, ledger, told, send } = aDevice();
  send('a');
  send('b');
  expect(sent.map(({ payload }) => payload.after)).toEqual([undefined, undefined]);
  sent[0]?.answer({ ok: false, error: { code: 'BUSY', message: '', details: { retryAfterMs: 700 } } });
  sent[1]?.answer({ ok: true, data: { messageId: '9', seq: 1 } });
  expect(told.map(([{ text }, outcome]) => [text, outcome])).toEqual([
    ['a', { code: 'BUSY', hintMs: 700 }],
    ['b', { code: 'OK', hintMs: null }],
  ]);
  expect(sent).toHaveLength(2);
  expect(ledger).toMatchObject({ acked: 1, settled: 2, refused: { BUSY: 1 } });
  // Nothing more is to be known of it; what it would be recognised by stays.
  const keys = sent.map(({ payload }) => payload.clientMsgId);
  expect(keys.map((key) => ledger.find(key)?.text)).toEqual([undefined, 'b']);
  expect(keys.map((key) => ledger.isForgotten(key))).toEqual([true, false]);
});

test('what was on its way when the connection ended, or never left, is settled and not called accepted', () => {
  const { ledger, told, send, cut } = aDevice();
  send('a');
  cut();
  send('b');
  expect(told.map(([, { code }]) => code)).toEqual(['CONNECTION_LOST', 'NOT_CONNECTED']);
  expect(ledger).toMatchObject({ acked: 0, settled: 2 });
});
