import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freePort, startProcess } from '../../support/server.js';
import { openRealm, type Realm } from '../support/realm.js';

let realm: Realm;
beforeAll(async () => {
  realm = await openRealm('one process');
});
afterAll(() => realm.close());

it('logic ends when it is told to, though a caller that is gone never ended its request', async () => {
  const [rest, rpc] = [await freePort(), await freePort()];
  const logic = await startProcess('logic', {
    ...realm.env,
    PARLEY_RPC_SECRET: 'test-only-secret-of-one-run-0123456789',
    PARLEY_LOGIC_PORT: String(rest),
    PARLEY_RPC_PORT: String(rpc),
  });
  const caller = connect(rest, '127.0.0.1');
  const closed = new Promise((resolve) => caller.once('close', resolve));
  caller.on('error', () => undefined);
  await new Promise((resolve) => caller.once('connect', resolve));
  caller.write(
    'POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{',
  );
  await fetch(`http://127.0.0.1:${rest}/api/v1/nothing`);
  logic.signal('SIGTERM');
  await logic.exited;
  await closed;
  expect(caller.destroyed).toBe(true);
});
