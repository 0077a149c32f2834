import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serverCli } from '../support/cli.js';
import { rest, type Session, TestDevice } from '../support/device.js';
import { TokenMaker } from '../support/tokens.js';
import { sleep, until } from '../support/wait.js';
import { query } from '../support/query.js';
import { settingsOf, Trial } from './support/trial.js';

/** A revoked socket is closed within this time, whether Redis carries the hint or not. */
const WITHIN_MS = 5_000;

describe.each([
  ['all roles in one process', undefined],
  ['gateway, logic and worker apart', 'gateway=1,logic=1,worker=1'],
])('who is signed out or disabled is cut off, whatever else fails (%s)', (_, processes) => {
  let trial: Trial;
  let tokens: TokenMaker;
  beforeAll(async () => {
    trial = await Trial.begin(processes);
    await trial.crowd.leave();
    tokens = await TokenMaker.open(trial.stack.directoryUrl);
  });
  afterAll(() => trial.end());

  const session = (index: number): Session => {
    const found = trial.sessions[index];
    if (found === undefined) throw new Error('too few sessions');
    return found;
  };

  /** A second device of a person, known to the directory as the first one is. */
  async function secondDevice(first: Session, deviceId: string): Promise<Session> {
    await query(
      trial.stack.directoryUrl,
      `insert into device (id, user_id, name, platform, created_at, last_seen_at) values ($1, $2, 'second', 'bot', now(), now())`,
      [deviceId, first.userId],
    );
    return tokens.another(first, deviceId);
  }

  async function closesInTime(device: TestDevice, code: string, since: number): Promise<void> {
    await until(`${code} closes the socket`, () => device.closed !== null, WITHIN_MS);
    expect(performance.now() - since).toBeLessThan(WITHIN_MS);
    expect(device.signals).toContainEqual(
      expect.objectContaining({ kind: 'error', closing: true, error: expect.objectContaining({ code }) as unknown }),
    );
    await expect(TestDevice.connect(device.url, device.session)).rejects.toMatchObject({ code });
  }

  it.each(['with Redis', 'without Redis'])('a revoked device, %s', async (how) => {
    const index = how === 'with Redis' ? 0 : 2;
    const first = await TestDevice.connect(trial.stack.url, session(index));
    const other = await secondDevice(session(index), `d_revoked_${index}_second`);
    const second = await TestDevice.connect(trial.stack.url, other);
    if (how === 'without Redis') await trial.signal('redis', 'SIGSTOP');
    try {
      const since = performance.now();
      const path = `/devices/${other.deviceId}`;
      expect((await rest(trial.stack.url, session(index), { method: 'DELETE', path })).status).toBe(200);
      await closesInTime(second, 'DEVICE_REVOKED', since);
      expect(first.closed).toBeNull();
      expect((await rest(trial.stack.url, other, { path: '/me' })).status).toBe(401);
    } finally {
      if (how === 'without Redis') await trial.signal('redis', 'SIGCONT');
    }
    first.close();
  });

  it.each(['with Redis', 'without Redis'])('a disabled person on all devices, %s', async (how) => {
    const index = how === 'with Redis' ? 4 : 6;
    const mine = session(index);
    // Made by the operator's command, they are bots, whom that command doesn't disable.
    const [row] = await query<{ login: string }>(
      trial.stack.directoryUrl,
      `update app_user set kind = 'person' where id = $1 returning login`,
      [mine.userId],
    );
    const first = await TestDevice.connect(trial.stack.url, mine);
    const second = await TestDevice.connect(trial.stack.url, await secondDevice(mine, `d_disabled_${index}_second`));
    const peer = await TestDevice.connect(trial.stack.url, session(index + 1));
    if (how === 'without Redis') await trial.signal('redis', 'SIGSTOP');
    try {
      await serverCli(settingsOf(trial.stack), ['user-disable', row?.login ?? '']);
      const since = performance.now();
      await closesInTime(first, 'USER_DISABLED', since);
      await closesInTime(second, 'USER_DISABLED', since);
      // REST reads the same list on a clock of its own.
      const refused = async (): Promise<boolean> => (await rest(trial.stack.url, mine, { path: '/me' })).status === 403;
      await until('REST refuses, too', refused, 5_000);
      expect(peer.closed).toBeNull();
    } finally {
      if (how === 'without Redis') await trial.signal('redis', 'SIGCONT');
    }
    await sleep(100);
    peer.close();
  });

  it('also after every process has started anew', async () => {
    const part = processes === undefined ? 'server' : 'logic-0';
    await trial.kill(part);
    if (processes !== undefined) await trial.kill('gateway-0');
    await expect(TestDevice.connect(trial.stack.url, session(4))).rejects.toMatchObject({ code: 'USER_DISABLED' });
    const revoked = tokens.another(session(0), 'd_revoked_0_second');
    await expect(TestDevice.connect(trial.stack.url, revoked)).rejects.toMatchObject({ code: 'DEVICE_REVOKED' });
  });
});
