import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestDevice } from '../support/device.js';
import { sleep, until } from '../support/wait.js';
import { Trial } from './support/trial.js';

const PEOPLE = 24;
/** A gateway's lease when it was just renewed, and just before it is. */
const LEASE_MS = { most: 15_000, least: 10_000 };
/** Whether a gateway lives is known for a second; the dead are looked for every two. */
const NOTICE_MS = 1_000;
const TELL_MS = 4_000;
const HEAL_MS = 15_000;

describe('who is there, whatever dies', () => {
  let trial: Trial;
  let devices: TestDevice[];
  beforeAll(async () => {
    trial = await Trial.begin('gateway=2,logic=1,worker=1');
    await trial.crowd.leave();
    devices = await Promise.all(trial.sessions.slice(0, PEOPLE).map((one) => TestDevice.connect(trial.stack.url, one)));
  });
  afterAll(async () => {
    devices.forEach((device) => device.close());
    await trial.end();
  });

  const userIds = (some: readonly TestDevice[]): string[] => some.map(({ session }) => session.userId);
  const online = async (asker: TestDevice, some: readonly TestDevice[]): Promise<number> => {
    const { presence } = await asker.call('presence.get', { userIds: userIds(some), look: true });
    return presence.filter((one) => one.online).length;
  };
  const counted = (): Promise<number> => trial.redis.bitcount('parley:online');
  const toldGone = (asker: TestDevice, some: readonly TestDevice[]): number => {
    const last = new Map<string, boolean>();
    for (const one of asker.signals) {
      if (one.kind === 'presence') last.set(one.presence.userId, one.presence.online);
    }
    return userIds(some).filter((userId) => last.get(userId) === false).length;
  };

  it('kill -9 of a gateway makes its people offline within its lease, no sooner, and not for ever', async () => {
    await until('everybody is counted', async () => (await counted()) === PEOPLE);
    await trial.signal('gateway-0', 'SIGKILL');
    const killedAt = performance.now();
    await until('its sockets are closed', () => devices.some(({ closed }) => closed !== null));
    await sleep(500);
    const lost = devices.filter(({ closed }) => closed !== null);
    const left = devices.filter(({ closed }) => closed === null);
    const [asker] = left;
    if (asker === undefined) throw new Error('all were on one gateway');
    expect(await online(asker, lost)).toBe(lost.length);
    let firstGoneMs = Infinity;
    await until(
      'all of them are gone',
      async () => {
        const there = await online(asker, lost);
        if (there < lost.length) firstGoneMs = Math.min(firstGoneMs, performance.now() - killedAt);
        return there === 0;
      },
      LEASE_MS.most + NOTICE_MS + TELL_MS,
    );
    const goneMs = performance.now() - killedAt;
    await until('who looks was told', () => toldGone(asker, lost) === lost.length, TELL_MS);
    const toldMs = performance.now() - killedAt;
    console.log(
      `presence: ${lost.length} people of a killed gateway, offline ${(goneMs / 1_000).toFixed(1)} s after, told ${(toldMs / 1_000).toFixed(1)} s after`,
    );
    expect(firstGoneMs).toBeGreaterThan(LEASE_MS.least - 500);
    expect(goneMs).toBeLessThan(LEASE_MS.most + NOTICE_MS + 500);
    expect(await online(asker, left)).toBe(left.length);
    await until('and they are not counted', async () => (await counted()) === left.length);

    const back = await Promise.all(lost.map(({ session }) => TestDevice.connect(trial.stack.url, session)));
    devices = [...left, ...back];
    await until('they are there again', async () => (await online(asker, back)) === back.length);
    await until('and counted', async () => (await counted()) === PEOPLE);
  });

  it('FLUSHALL at any moment, while people come and go: afterwards everybody is as they are', async () => {
    const [asker] = devices;
    if (asker === undefined) throw new Error('nobody');
    const gone = new Set<TestDevice>();
    for (let turn = 0; turn < 8; turn += 1) {
      const leaving = devices[1 + turn * 2];
      leaving?.close();
      if (leaving !== undefined) gone.add(leaving);
      await sleep(Math.random() * 2_000);
      await trial.redis.flushall();
    }
    const here = devices.filter((device) => !gone.has(device));
    await until('those who stayed are there', async () => (await online(asker, here)) === here.length, HEAL_MS);
    await until('those who left are not', async () => (await online(asker, [...gone])) === 0, HEAL_MS);
    await until('and the count is right', async () => (await counted()) === here.length, HEAL_MS);
  });

  it('while logic is away nobody hears, and afterwards it is as it is', async () => {
    const [asker, leaving] = [devices[0], devices[2]];
    if (asker === undefined || leaving === undefined) throw new Error('nobody');
    await trial.signal('logic', 'SIGSTOP').catch(() => trial.signal('logic-0', 'SIGSTOP'));
    leaving.close();
    await sleep(10_000);
    await trial.signal('logic', 'SIGCONT').catch(() => trial.signal('logic-0', 'SIGCONT'));
    // Until the gateway has its line to logic again it can't be asked.
    const there = (): Promise<number> => online(asker, [leaving]).catch(() => 1);
    await until('who left is gone', async () => (await there()) === 0);
    await until('from the count too', async () => (await counted()) === PEOPLE - 9);
  });
});
