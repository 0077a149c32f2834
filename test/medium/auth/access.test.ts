import { verifyAudit } from '@parley/db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TokenMaker } from '../../support/tokens.js';
import { bearer, DEVICE, openAccounts, PASSWORD, setUp, type Accounts } from './accounts.js';

let accounts: Accounts;
beforeAll(async () => {
  accounts = await openAccounts();
  await setUp(accounts);
});
afterAll(() => accounts.stop());

const get = (path: string, token: string): ReturnType<Accounts['call']> =>
  accounts.call(path, { method: 'GET', headers: bearer(token) });

describe('an access token', () => {
  it('is good for fifteen minutes', async () => {
    const session = await accounts.signIn(await accounts.addPerson());
    expect((await accounts.me(session)).status).toBe(200);
    accounts.clock.advance(14 * 60_000);
    expect((await accounts.me(session)).status).toBe(200);
    accounts.clock.advance(61_000);
    expect((await accounts.me(session)).code).toBe('TOKEN_EXPIRED');
    accounts.clock.advance(-15 * 60_000 - 1_000);
  });

  it('is refused when it is foreign, forged, or stands anywhere but in its header', async () => {
    const { accessToken, me } = await accounts.signIn(await accounts.addPerson());
    expect((await get('/me', TokenMaker.foreign().make(me))).code).toBe('TOKEN_INVALID');
    expect((await get('/me', `${accessToken.slice(0, -6)}AAAAAA`)).code).toBe('TOKEN_INVALID');
    expect((await accounts.call(`/me?token=${accessToken}`, { method: 'GET' })).code).toBe('TOKEN_MISSING');
    expect((await accounts.call(`/me?access_token=${accessToken}`, { method: 'GET' })).code).toBe('TOKEN_MISSING');
    const basic = { authorization: `Basic ${accessToken}` };
    expect((await accounts.call('/me', { method: 'GET', headers: basic })).code).toBe('TOKEN_MISSING');
  });

  it('is needed everywhere but where signing in begins', async () => {
    for (const path of ['/me', '/users', '/devices']) {
      expect((await accounts.call(path, { method: 'GET' })).code, path).toBe('TOKEN_MISSING');
    }
    expect((await accounts.call('/setup', { method: 'GET' })).status).toBe(200);
  });
});

describe('tokens that are none', () => {
  it('are bounded by address; the tokens of others at that address go on', async () => {
    const strict = await openAccounts({ PARLEY_REQUESTS_PER_SECOND: '2' });
    try {
      const { accessToken } = await setUp(strict);
      const ask = async (token: string, address: string): Promise<string | null> => {
        const headers = { ...bearer(token), 'x-forwarded-for': address };
        return (await strict.call('/me', { method: 'GET', headers })).code;
      };
      const codes: (string | null)[] = [];
      for (let time = 0; time < 20; time += 1) codes.push(await ask(`a.${time}.c`, '10.0.0.1'));
      // Each is told a second later.
      codes.push(...(await Promise.all(Array.from({ length: 10 }, () => ask('a.b.c', '10.0.0.1')))));
      expect(codes.slice(0, 20)).toEqual(Array<string>(20).fill('TOKEN_INVALID'));
      expect(codes.slice(20)).toEqual(Array<string>(10).fill('RATE_LIMITED'));
      expect(await ask('', '10.0.0.1')).toBe('RATE_LIMITED');
      expect(await ask(accessToken, '10.0.0.1')).toBeNull();
      expect(await ask('a.b.c', '10.0.0.2')).toBe('TOKEN_INVALID');
    } finally {
      await strict.stop();
    }
  });
});

describe('bodies that cannot be read', () => {
  it('are bounded by device; what others send from that address is read', async () => {
    const strict = await openAccounts({ PARLEY_REQUESTS_PER_SECOND: '2' });
    try {
      const { accessToken } = await setUp(strict);
      const neighbour = await strict.signIn(await strict.addPerson());
      const send = async (raw: string, headers: Record<string, string>): Promise<string | null> =>
        (await strict.call('/batch/users', { raw, headers: { 'x-forwarded-for': '10.0.0.1', ...headers } })).code;
      const deep = `${'['.repeat(1_000)}${']'.repeat(1_000)}`;
      const codes: (string | null)[] = [];
      for (const raw of Array.from({ length: 15 }, () => [deep, '{"userIds":']).flat()) {
        codes.push(await send(raw, bearer(accessToken)));
      }
      expect(codes.slice(0, 20)).toEqual(Array<string>(20).fill('BAD_REQUEST'));
      expect(codes.slice(20)).toEqual(Array<string>(10).fill('RATE_LIMITED'));
      const fine = JSON.stringify({ userIds: [neighbour.me.userId] });
      expect(await send(fine, bearer(neighbour.accessToken))).toBeNull();
      expect(await send(deep, {})).toBe('BAD_REQUEST');
    } finally {
      await strict.stop();
    }
  });
});

describe('a disabled account', () => {
  it('loses every device at once and can not sign in; only who knows the password learns why', async () => {
    const login = await accounts.addPerson();
    const [one, two] = [await accounts.signIn(login), await accounts.signIn(login)];
    expect(await accounts.cli('user-disable', login)).toMatchObject({ login, devices: 2 });
    await expect.poll(async () => (await accounts.me(one)).code).toBe('USER_DISABLED');
    expect((await accounts.me(two)).code).toBe('USER_DISABLED');
    expect((await accounts.call('/auth/refresh', { body: { refreshToken: one.refreshToken } })).code).toBe(
      'DEVICE_REVOKED',
    );
    const attempt = (password: string): ReturnType<Accounts['call']> =>
      accounts.call('/auth/login', { body: { login, password, device: DEVICE, session: 'token' } });
    expect((await attempt(PASSWORD)).code).toBe('USER_DISABLED');
    expect((await attempt('wrong password')).code).toBe('LOGIN_FAILED');
    expect(await accounts.audit('user.disabled')).toMatchObject([{ target: one.me.userId, actor_id: null }]);
  });

  it('never keeps a device that was signing in at the same moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      const login = await accounts.addPerson();
      const [signedIn] = await Promise.allSettled([accounts.signIn(login), accounts.cli('user-disable', login)]);
      const { rows } = await accounts.router.directory.pool.query(
        `select 1 from device d join app_user u on u.id = d.user_id where u.login = $1 and d.revoked_at is null`,
        [login],
      );
      expect(rows, signedIn.status).toEqual([]);
    }
  });
});

describe('an account that is enabled again', () => {
  it('signs in at once, on record; the devices of before stay signed out', async () => {
    const login = await accounts.addPerson();
    const before = await accounts.signIn(login);
    await accounts.cli('user-disable', login);
    const codeOf = async (session: typeof before): Promise<string | null> => (await accounts.me(session)).code;
    await expect.poll(() => codeOf(before)).toBe('USER_DISABLED');
    expect(await accounts.cli('user-enable', login)).toEqual({ userId: before.me.userId, login, enabled: true });
    await expect.poll(() => codeOf(before)).toBe('DEVICE_REVOKED');
    const after = await accounts.signIn(login);
    expect(await codeOf(after)).toBeNull();
    expect((await get('/users?query=' + login, after.accessToken)).body['users']).toMatchObject([{ active: true }]);
    expect(await accounts.audit('user.enabled')).toEqual([
      { actor_id: null, target: before.me.userId, data: { login } },
    ]);
    expect(await verifyAudit(accounts.router.directory)).toMatchObject({ ok: true });
  });

  it('and one that is disabled are seen as such by others within seconds', async () => {
    const login = await accounts.addPerson();
    const { me } = await accounts.signIn(login);
    const { accessToken } = await accounts.signIn('owner');
    const isActive = async (): Promise<boolean> => {
      const body = { userIds: [me.userId] };
      const answer = await accounts.call('/batch/users', { body, headers: bearer(accessToken) });
      return (answer.body['users'] as { active: boolean }[])[0]?.active === true;
    };
    expect(await isActive()).toBe(true);
    await accounts.cli('user-disable', login);
    await expect.poll(isActive).toBe(false);
    await accounts.cli('user-enable', login);
    await expect.poll(isActive).toBe(true);
  });

  it('that never was disabled is left as it is, and nothing is on record', async () => {
    const login = await accounts.addPerson();
    const entries = await accounts.audit('user.enabled');
    expect(await accounts.cli('user-enable', login)).toMatchObject({ enabled: false });
    expect(await accounts.audit('user.enabled')).toEqual(entries);
    await expect(accounts.cli('user-enable', 'nobody')).rejects.toThrow(/There is no such person/);
  });

  it('and disabled once more is out', async () => {
    const login = await accounts.addPerson();
    for (const verb of ['user-disable', 'user-enable']) await accounts.cli(verb, login);
    const session = await accounts.signIn(login);
    await accounts.cli('user-disable', login);
    await expect.poll(async () => (await accounts.me(session)).code).toBe('USER_DISABLED');
  });

  it('is no work of a new password: that is said', async () => {
    const login = await accounts.addPerson();
    expect(await accounts.cli('user-reset-password', login)).toMatchObject({ disabled: false });
    await accounts.cli('user-disable', login);
    expect(await accounts.cli('user-reset-password', login)).toMatchObject({ disabled: true });
  });
});

describe('a reset password', () => {
  it('ends what was signed in with the old one', async () => {
    const login = await accounts.addPerson();
    const session = await accounts.signIn(login);
    const { password } = await accounts.cli<{ password: string }>('user-reset-password', login);
    expect((await accounts.call('/auth/refresh', { body: { refreshToken: session.refreshToken } })).code).toBe(
      'DEVICE_REVOKED',
    );
    const body = { login, device: DEVICE, session: 'token' };
    expect((await accounts.call('/auth/login', { body: { ...body, password: PASSWORD } })).code).toBe('LOGIN_FAILED');
    expect((await accounts.call('/auth/login', { body: { ...body, password } })).status).toBe(200);
  });
});

describe('devices', () => {
  it('are listed to their owner, and signed out one by one', async () => {
    const login = await accounts.addPerson();
    const [one, two] = [await accounts.signIn(login), await accounts.signIn(login)];
    const listed = (await get('/devices', one.accessToken)).body['devices'] as { deviceId: string; current: boolean }[];
    expect(listed.filter(({ current }) => current).map(({ deviceId }) => deviceId)).toEqual([one.me.deviceId]);
    expect(listed.map(({ deviceId }) => deviceId).toSorted()).toEqual([one.me.deviceId, two.me.deviceId].toSorted());
    const remove = (deviceId: string, token: string): ReturnType<Accounts['call']> =>
      accounts.call(`/devices/${deviceId}`, { method: 'DELETE', headers: bearer(token) });
    expect((await remove(two.me.deviceId, one.accessToken)).status).toBe(200);
    expect((await accounts.me(two)).code).toBe('DEVICE_REVOKED');
    expect((await remove(two.me.deviceId, one.accessToken)).code).toBe('DEVICE_NOT_FOUND');
    const other = await accounts.signIn(await accounts.addPerson());
    expect((await remove(one.me.deviceId, other.accessToken)).code).toBe('DEVICE_NOT_FOUND');
    expect((await accounts.me(one)).status).toBe(200);
  });
});

describe('the search for people', () => {
  it('finds active people by any word, and never the system’s users, bots or disabled ones', async () => {
    await accounts.cli('user-add', 'zhang.wei', '--name', '张伟 Wei');
    await accounts.cli('user-add', 'zhang.li', '--name', '张离 Gone');
    await accounts.cli('user-disable', 'zhang.li');
    await accounts.cli('mint-sessions', '--count', '2');
    const { accessToken } = await accounts.signIn('owner');
    const find = async (query: string): Promise<string[]> => {
      const { body } = await get(`/users?query=${encodeURIComponent(query)}`, accessToken);
      return (body['users'] as { login: string }[]).map(({ login }) => login);
    };
    for (const query of ['张', '伟', '张伟', 'wei', 'WEI', 'zhang.w', '伟 we']) {
      expect(await find(query), query).toContain('zhang.wei');
    }
    expect(await find('张')).toEqual(['zhang.wei']);
    for (const query of ['doctor', 'parley', 'bench', 'gone', '%', "' or 1=1 --", '_', '\\'])
      expect(await find(query)).toEqual([]);
    expect(await find('')).not.toEqual(expect.arrayContaining(['parley-doctor-1']));
  });

  it('uses its index', async () => {
    const { pool } = accounts.router.directory;
    const client = await pool.connect();
    try {
      await client.query('set enable_seqscan = off');
      const { rows } = await client.query<{ 'QUERY PLAN': string }>(
        `explain select user_id from user_term where term >= 'wei' and term < 'wei' || U&'\\+10FFFF'`,
      );
      expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toMatch(/Index (Only )?Scan (using|on) user_term_pkey/);
    } finally {
      client.release();
    }
  });
});
