import { verifyAudit } from '@parley/db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAccounts, ORIGIN, PASSWORD, setupBody, type Accounts } from './accounts.js';

let accounts: Accounts;
beforeAll(async () => {
  accounts = await openAccounts();
});
afterAll(() => accounts.stop());

const link = (): Promise<{ needed: boolean; path: string }> => accounts.cli('setup-link');

describe('setting up', () => {
  it('needs the newest link: an older one, a wrong one and an expired one are refused', async () => {
    expect((await accounts.call('/setup', { method: 'GET' })).body).toEqual({ needed: true });
    const older = await link();
    const newer = await link();
    expect(newer.path).not.toBe(older.path);
    expect((await accounts.call('/setup', { body: setupBody(older.path) })).code).toBe('SETUP_LINK_INVALID');
    expect((await accounts.call('/setup', { body: setupBody('/setup#wrong') })).code).toBe('SETUP_LINK_INVALID');
    accounts.clock.advance(25 * 3_600_000);
    expect((await accounts.call('/setup', { body: setupBody(newer.path) })).code).toBe('SETUP_LINK_INVALID');
    accounts.clock.advance(-25 * 3_600_000);
  });

  it('stores no secret', async () => {
    const { path } = await link();
    const { rows } = await accounts.router.directory.pool.query<{ hash: string }>('select hash from setup_token');
    expect(rows).toHaveLength(1);
    expect(path).not.toContain(rows[0]?.hash);
  });

  it('asks for a password worth the name, and for the own origin from a browser', async () => {
    const { path } = await link();
    const weak = await accounts.call('/setup', { body: { ...setupBody(path), password: 'short' } });
    expect(weak.code).toBe('PASSWORD_WEAK');
    const foreign = { body: { ...setupBody(path), session: 'cookie' }, headers: { origin: 'https://evil.example' } };
    expect((await accounts.call('/setup', foreign)).code).toBe('ORIGIN_REFUSED');
  });

  it('takes no name that forges a line or can not be seen', async () => {
    const body = setupBody((await link()).path);
    for (const change of [{ name: 'Ada\nadmin' }, { name: '\u200b' }, { orgName: 'Org\u202egnp' }]) {
      expect((await accounts.call('/setup', { body: { ...body, ...change } })).code).toBe('BAD_REQUEST');
    }
    expect((await accounts.call('/setup', { method: 'GET' })).body).toEqual({ needed: true });
  });

  it('happens once, also when two try at the same moment', async () => {
    const { path } = await link();
    const tries = await Promise.all(
      Array.from({ length: 6 }, () =>
        accounts.call('/setup', { body: { ...setupBody(path), session: 'cookie' }, headers: ORIGIN }),
      ),
    );
    expect(tries.map(({ code, status }) => code ?? String(status)).toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
      '200',
      ...Array<string>(5).fill('SETUP_DONE'),
    ]);
    const done = tries.find(({ status }) => status === 200);
    expect(done?.body['refreshToken']).toBeUndefined();
    expect(String(done?.headers['set-cookie'])).toMatch(/^parley_refresh_8080=r1_[^;]+; .*HttpOnly; SameSite=Strict$/);
    expect(await link()).toEqual({ needed: false });
    expect((await accounts.call('/setup', { method: 'GET' })).body).toEqual({ needed: false });
    expect(await accounts.audit('org.set-up')).toHaveLength(1);
    const { rows } = await accounts.router.directory.pool.query("select role from app_user where kind = 'person'");
    expect(rows).toEqual([{ role: 'owner' }]);
  });

  it('lets the owner in, and leaves an audit chain that verifies', async () => {
    const session = await accounts.signIn('owner');
    expect(session.me).toMatchObject({ role: 'owner', orgName: '示例公司', name: '小林 Owner' });
    expect(PASSWORD.length).toBeGreaterThan(9);
    expect(await verifyAudit(accounts.router.directory)).toMatchObject({ ok: true });
  });
});
