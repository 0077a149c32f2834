import type { Ack } from '@parley/contract';
import { expect, test } from 'vitest';

import { Ledger } from './ledger.js';
import type { Link } from './link.js';
import type { Outcome } from './one-try.js';
import { PeerOnce, PeerQueue, type PeerAnswer } from './peer-queue.js';

type Sent = { clientOffset: string; answer: (answer: PeerAnswer) => void };

function aClient() {
  const sent: Sent[] = [];
  const link = {
    request: (_event: string, payload: string, answer: (ack: Ack<unknown>) => void) => {
      const { clientOffset } = JSON.parse(payload) as { clientOffset: string };
      sent.push({ clientOffset, answer: (given) => answer(given as unknown as Ack<unknown>) });
    },
  } as unknown as Link;
  const ledger = new Ledger('test');
  let up = true;
  const owner = { ledger, link: () => (up ? link : null) };
  const outcomes: Outcome[] = [];
  const record = (text: string) =>
    ledger.open({ text, due: 0, sender: 0, senderId: '1', conversationId: '2', receivers: 1 });
  return {
    sent,
    ledger,
    outcomes,
    record,
    queue: new PeerQueue(owner),
    once: new PeerOnce(owner, (_record, outcome) => void outcomes.push(outcome)),
    connected: (is: boolean) => {
      up = is;
    },
  };
}

const keys = (sent: readonly Sent[]): string[] => sent.map(({ clientOffset }) => clientOffset.slice(-1));
/** Later than any client waits. */
const late = (): number => performance.now() + 10_001;

test('makes one send at a time', () => {
  const { sent, queue, ledger, record } = aClient();
  for (const text of ['a', 'b']) queue.add(record(text));
  expect(keys(sent)).toEqual(['0']);
  sent[0]?.answer({ ok: true, id: 7 });
  expect(keys(sent)).toEqual(['0', '1']);
  expect(ledger.ackedRecords()[0]).toMatchObject({ seq: 7, messageId: '7' });
  expect(queue.length).toBe(1);
});

test('sends again with the same key what is not answered in time, and hears no late answer', () => {
  const { sent, queue, ledger, record } = aClient();
  queue.add(record('a'));
  queue.tick(performance.now());
  expect(sent).toHaveLength(1);
  queue.tick(late());
  expect(keys(sent)).toEqual(['0', '0']);
  sent[0]?.answer({ ok: true, id: 1 });
  expect(ledger.acked).toBe(0);
  sent[1]?.answer({ ok: true, id: 1 });
  expect(ledger.acked).toBe(1);
});

test('sends again over the next connection, and gives up after the fourth try', () => {
  const { sent, queue, ledger, record, connected } = aClient();
  for (const text of ['a', 'b']) queue.add(record(text));
  for (let tries = 1; tries <= 4; tries += 1) {
    expect(keys(sent)).toEqual(Array.from({ length: tries }, () => '0'));
    connected(false);
    queue.down();
    connected(true);
    queue.pump();
  }
  expect(ledger.refused).toEqual({ 'given up: disconnected': 1 });
  expect(keys(sent).at(-1)).toBe('1');
});

test('a send that is made once ends with what came first: an answer, the time, the end of the connection', () => {
  const { sent, once, ledger, outcomes, record, connected } = aClient();
  for (const text of ['a', 'b', 'c']) once.send(record(text));
  sent[1]?.answer({ ok: true, id: 2 });
  once.tick(late());
  sent[0]?.answer({ ok: true, id: 1 });
  connected(false);
  once.send(record('d'));
  connected(true);
  once.send(record('e'));
  once.down();
  expect(outcomes.map(({ code }) => code)).toEqual(['OK', 'TIMEOUT', 'TIMEOUT', 'NOT_CONNECTED', 'CONNECTION_LOST']);
  expect(ledger.acked).toBe(1);
});
