import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestDevice } from '../../support/device.js';
import { RawSocket } from '../../support/raw-socket.js';
import { SHAPES } from '../../support/server.js';
import { sleep, until } from '../../support/wait.js';
import { openRealm, type Realm } from '../support/realm.js';
import { range } from '../support/wire.js';

const STRANGERS = 40;
/** A quarter. */
const FAILURES = 10;

describe.each(SHAPES)('who opens too many connections (%s)', (shape) => {
  let realm: Realm;
  beforeAll(async () => {
    const env = { PARLEY_STRANGERS_PER_ADDRESS: String(STRANGERS), PARLEY_SOCKETS_PER_ACCOUNT: '3' };
    realm = await openRealm(shape, { env });
  });
  afterAll(() => realm.close());

  it('an account has so many sockets; one more is told to wait, and comes in when another is gone', async () => {
    const [lin, wang] = realm.pair();
    const others = range(1, 3).map((number) => realm.tokens.another(lin, `d_one_of_three_${number}`));
    const devices = await Promise.all(others.map((session) => TestDevice.connect(realm.url, session)));
    await expect(TestDevice.connect(realm.url, lin)).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    const neighbour = await TestDevice.connect(realm.url, wang);
    // The window of new ones is ten seconds long, whatever became of them.
    for (const device of devices) device.close();
    let device: TestDevice | null = null;
    await until('there is room again', async () => {
      device = await TestDevice.connect(realm.url, lin).catch(() => null);
      if (device === null) await sleep(1_000);
      return device !== null;
    });
    expect(await neighbour.send('still here')).toMatchObject({ seq: 1 });
    (device as TestDevice | null)?.close();
    neighbour.close();
  });

  it('an address has so many connections that have not signed in; who has signed in is none of them', async () => {
    const [lin, wang] = realm.pair();
    const signedIn = await Promise.all([lin, wang].map((session) => TestDevice.connect(realm.url, session)));
    const { hostname, port } = new URL(realm.url);
    const closed = new Set<number>();
    const silent = range(1, 2 * STRANGERS).map((number) =>
      connect(Number(port), hostname)
        .on('error', () => undefined)
        // What it is told is read, or it would not hear that it is closed.
        .resume()
        .on('close', () => closed.add(number)),
    );
    await until('those beyond are closed', () => closed.size >= STRANGERS);
    expect(await signedIn[0]?.send('still here')).toMatchObject({ seq: 1 });
    // Nobody holds a place by saying nothing.
    await until('the others too', () => closed.size === silent.length);
    for (const device of signedIn) device.close();
  });

  it('an address whose tokens are none has to wait before it may come again', async () => {
    const [lin] = realm.pair();
    const here = await TestDevice.connect(realm.url, lin);
    const attempt = `40${JSON.stringify({ token: 'a.b.c', deviceId: lin.deviceId, protocol: [1, 1] })}`;
    for (let count = 0; count < FAILURES; count += 1) {
      const raw = await RawSocket.open(realm.url);
      raw.text(attempt);
      await raw.untilText((text) => text.startsWith('44'));
      raw.destroy();
    }
    await expect(RawSocket.open(realm.url)).rejects.toThrow(/429 Too Many Requests\r\nRetry-After: \d/);
    expect(await here.send('still here')).toMatchObject({ seq: 1 });
    here.close();
  });
});

describe.each(SHAPES)('who sends more than can be read (%s)', (shape) => {
  let realm: Realm;
  beforeAll(async () => {
    realm = await openRealm(shape);
  });
  afterAll(() => realm.close());

  it('a flood waits at its sender, and everybody else is served', async () => {
    const [lin, wang] = realm.pair();
    const flooding = await RawSocket.signIn(realm.url, lin);
    const other = await TestDevice.connect(realm.url, wang);
    const events = 100_000;
    for (let id = 0; id < events; id += 1) flooding.text(`42${id}["heartbeat",{}]`);
    for (const number of range(1, 20)) expect(await other.send(`${number}`)).toMatchObject({ seq: number });
    const answers = flooding.texts.filter((text) => text.startsWith('43'));
    expect(answers.length).toBeGreaterThan(100);
    expect(answers.length).toBeLessThan(events);
    flooding.destroy();
    other.close();
  });

  it.each(['/socket.io/', '/ws/'])('a message in ever more pieces ends its connection (%s)', async (path) => {
    const raw = await RawSocket.open(realm.url, { path });
    for (let count = 0; count < 2_000 && !raw.ended; count += 1) raw.piece(count === 0);
    await until('it is closed', () => raw.ended);
    expect(raw.closeCode).toBe(1008);
  });
});
