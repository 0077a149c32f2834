import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bearer, DEVICE, openAccounts, ORIGIN, PASSWORD, setUp, type Accounts, type Answer } from './accounts.js';

let accounts: Accounts;
beforeAll(async () => {
  accounts = await openAccounts();
  await setUp(accounts);
});
afterAll(() => accounts.stop());

function refresh(refreshToken: unknown): Promise<Answer> {
  return accounts.call('/auth/refresh', { body: { refreshToken } });
}

const tokenOf = ({ body }: Answer): string => String(body['refreshToken']);

describe('refreshing', () => {
  it('rotates the token; only its hash is stored', async () => {
    const session = await accounts.signIn(await accounts.addPerson());
    const first = await refresh(session.refreshToken);
    expect(first.status).toBe(200);
    expect(tokenOf(first)).not.toBe(session.refreshToken);
    expect(first.body['me']).toEqual(session.me);
    expect((await refresh(tokenOf(first))).status).toBe(200);
    const { rows } = await accounts.router.directory.pool.query<{ hash: string }>('select hash from refresh_token');
    expect(JSON.stringify(rows)).not.toContain(tokenOf(first));
  });

  it('answers two tabs that race, and one whose answer got lost, with the same token', async () => {
    const { refreshToken } = await accounts.signIn(await accounts.addPerson());
    const raced = await Promise.all(Array.from({ length: 8 }, () => refresh(refreshToken)));
    expect(raced.map(({ status }) => status)).toEqual(Array(8).fill(200));
    expect(new Set(raced.map(tokenOf)).size).toBe(1);
    accounts.clock.advance(20_000);
    const repeated = await refresh(refreshToken);
    expect(repeated.body['refreshToken']).toBe(raced[0]?.body['refreshToken']);
    expect((await refresh(tokenOf(repeated))).status).toBe(200);
  });

  it('takes an old token for theft: the device is signed out, and with it whoever holds the new one', async () => {
    const session = await accounts.signIn(await accounts.addPerson());
    const next = await refresh(session.refreshToken);
    accounts.clock.advance(60_000);
    expect((await refresh(session.refreshToken)).code).toBe('DEVICE_REVOKED');
    expect((await refresh(tokenOf(next))).code).toBe('DEVICE_REVOKED');
    expect((await accounts.me({ accessToken: String(next.body['accessToken']) })).code).toBe('DEVICE_REVOKED');
    const entries = (await accounts.audit('device.revoked')).filter(({ target }) => target === session.me.deviceId);
    expect(entries).toHaveLength(1);
  });

  it('takes a token for theft at once when somebody has gone on from its successor', async () => {
    const { refreshToken } = await accounts.signIn(await accounts.addPerson());
    await refresh(tokenOf(await refresh(refreshToken)));
    expect((await refresh(refreshToken)).code).toBe('DEVICE_REVOKED');
  });

  it('ends after thirty days, and knows no made-up tokens', async () => {
    const { refreshToken } = await accounts.signIn(await accounts.addPerson());
    expect((await refresh('r1_made-up')).code).toBe('REFRESH_INVALID');
    expect((await refresh(undefined)).code).toBe('REFRESH_INVALID');
    expect((await refresh(42)).code).toBe('BAD_REQUEST');
    expect((await refresh('x'.repeat(600))).code).toBe('BAD_REQUEST');
    accounts.clock.advance(30 * 24 * 3_600_000);
    expect((await refresh(refreshToken)).code).toBe('REFRESH_INVALID');
  });

  it('does not pile up: tokens that nobody can use any more go at the next sign-ins', async () => {
    const { pool } = accounts.router.directory;
    await accounts.signIn(await accounts.addPerson());
    accounts.clock.advance(31 * 24 * 3_600_000);
    const { me } = await accounts.signIn(await accounts.addPerson());
    const { rows } = await pool.query<{ device_id: string }>('select device_id from refresh_token');
    expect(rows.map(({ device_id }) => device_id)).toEqual([me.deviceId]);
  });
});

describe('a browser', () => {
  async function signIn(): Promise<{ cookie: string; accessToken: string }> {
    const login = await accounts.addPerson();
    const body = { login, password: PASSWORD, device: DEVICE, session: 'cookie' };
    const answer = await accounts.call('/auth/login', { body, headers: ORIGIN });
    expect(answer.body['refreshToken']).toBeUndefined();
    const [cookie = ''] = String(answer.headers['set-cookie']).split(';');
    return { cookie, accessToken: String(answer.body['accessToken']) };
  }

  it('refreshes with its cookie from the own origin, and from nowhere else', async () => {
    const { cookie } = await signIn();
    const refreshed = await accounts.call('/auth/refresh', { headers: { cookie, ...ORIGIN } });
    expect(refreshed.status).toBe(200);
    expect(refreshed.body['refreshToken']).toBeUndefined();
    expect(refreshed.headers['set-cookie']).not.toContain(cookie);
    for (const headers of [{ cookie }, { cookie, origin: 'https://evil.example' }, { cookie, origin: 'null' }]) {
      expect((await accounts.call('/auth/refresh', { headers })).code).toBe('ORIGIN_REFUSED');
      expect((await accounts.call('/auth/logout', { headers })).code).toBe('ORIGIN_REFUSED');
    }
  });

  it('loses its cookie and its access at sign-out', async () => {
    const { cookie, accessToken } = await signIn();
    const out = await accounts.call('/auth/logout', { headers: { cookie, ...ORIGIN } });
    expect(out.status).toBe(200);
    expect(out.headers['set-cookie']).toMatch(/^parley_refresh_8080=; Max-Age=0; /);
    expect((await accounts.me({ accessToken })).code).toBe('DEVICE_REVOKED');
    expect((await accounts.call('/auth/refresh', { headers: { cookie, ...ORIGIN } })).code).toBe('DEVICE_REVOKED');
    // Once more changes nothing and is no error.
    expect((await accounts.call('/auth/logout', { headers: { cookie, ...ORIGIN } })).status).toBe(200);
  });

  it('is not asked for a cookie where a bearer token counts', async () => {
    const { cookie, accessToken } = await signIn();
    expect((await accounts.call('/me', { method: 'GET', headers: { cookie, ...ORIGIN } })).code).toBe('TOKEN_MISSING');
    expect((await accounts.call('/me', { method: 'GET', headers: bearer(accessToken) })).status).toBe(200);
  });
});
