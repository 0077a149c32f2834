import type { ChatListItem } from '@parley/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newClientMsgId, rest, TestDevice } from '../../support/device.js';
import { freePort, type ServerProcess, startProcess } from '../../support/server.js';
import { sleep, until } from '../../support/wait.js';
import { openRealm, type Realm } from '../support/realm.js';

/** SECURITY.md promises a second. */
const BOUND_MS = 1_000;

let realm: Realm;
let other: ServerProcess;
let otherUrl: string;
beforeAll(async () => {
  realm = await openRealm('one process');
  const port = await freePort();
  otherUrl = `http://127.0.0.1:${port}`;
  other = await startProcess('logic', {
    ...realm.env,
    PARLEY_LOGIC_PORT: String(port),
    PARLEY_RPC_PORT: String(await freePort()),
    PARLEY_RPC_SECRET: 'test-only-secret-of-one-run-0123456789',
  });
});
afterAll(async () => {
  other.signal('SIGTERM');
  await other.exited;
  await realm.close();
});

it('who was taken out by another logic process hears who types for a second at most, and reads nothing at once', async () => {
  const [lin, wang] = realm.pair();
  const [gao] = realm.pair();
  const [b, c] = await Promise.all([wang, gao].map((one) => TestDevice.connect(realm.url, one)));
  if (b === undefined || c === undefined) throw new Error('two devices');
  const body = { kind: 'group', key: newClientMsgId(), name: 'group', userIds: [wang.userId, gao.userId] };
  const made = await rest<ChatListItem>(realm.url, lin, { method: 'POST', path: '/conversations', body });
  const { conversationId } = made.body;
  await c.call('watch', { conversationIds: [conversationId] });
  await b.call('typing', { conversationId });
  const typed = (): number => c.signals.filter(({ kind }) => kind === 'typing').length;
  await until('it is heard', () => typed() === 1);
  const path = `/conversations/${conversationId}/members/${gao.userId}`;
  expect((await rest(otherUrl, lin, { method: 'DELETE', path })).status).toBe(200);
  const history = await rest(realm.url, gao, { path: `/conversations/${conversationId}/messages?afterSeq=1` });
  expect((history.body as { messages?: unknown[] }).messages ?? []).toEqual([]);
  await sleep(BOUND_MS);
  const before = typed();
  await b.call('typing', { conversationId });
  await b.call('receipt.read', { conversationId, seq: 1 });
  await sleep(300);
  expect(typed()).toBe(before);
  expect(c.signals.filter(({ kind }) => kind === 'receipt')).toEqual([]);
  [b, c].forEach((device) => device.close());
});
