import { afterAll, beforeAll, expect, it } from 'vitest';
import { TestDevice } from '../../support/device.js';
import { freePort, type ServerProcess, startProcess } from '../../support/server.js';
import { sleep } from '../../support/wait.js';
import { openRealm, type Realm } from '../support/realm.js';

let realm: Realm;
let second: ServerProcess | null = null;
beforeAll(async () => {
  realm = await openRealm('one process');
});
afterAll(async () => {
  second?.signal('SIGTERM');
  await second?.exited;
  await realm.close();
});

it('a gateway that joins a single one hears of what is said from its first connection on', async () => {
  const [lin, wang] = realm.pair();
  const a = await TestDevice.connect(realm.url, lin);
  // While there is one gateway, nobody looks up which: somebody talks all the time, so that this is known at each moment.
  let talking = true;
  const talk = (async () => {
    while (talking) {
      await a.send('before');
      await sleep(30);
    }
  })();
  const port = await freePort();
  second = await startProcess('all', { ...realm.env, PARLEY_PORT: String(port) });
  const b = await TestDevice.connect(`http://127.0.0.1:${port}`, wang);
  talking = false;
  await talk;
  await a.send('now');
  expect((await b.untilText('now')).senderId).toBe(lin.userId);
  await b.send('heard');
  expect((await a.untilText('heard')).senderId).toBe(wang.userId);
  a.close();
  b.close();
});
