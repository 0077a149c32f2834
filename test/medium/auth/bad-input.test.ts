import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bearer, DEVICE, openAccounts, PASSWORD, setUp, type Accounts } from './accounts.js';

let accounts: Accounts;
beforeAll(async () => {
  accounts = await openAccounts();
  await setUp(accounts);
});
afterAll(() => accounts.stop());

const get = (path: string, token: string): ReturnType<Accounts['call']> =>
  accounts.call(path, { method: 'GET', headers: bearer(token) });

describe('bad input', () => {
  const login = { login: 'owner', password: 'x', device: DEVICE, session: 'token' };

  it.each([
    ['malformed JSON', '{bad'],
    ['nothing', ''],
    ['a list', '[]'],
    ['__proto__', `{"__proto__":{"admin":true},${JSON.stringify(login).slice(1)}`],
    ['constructor', `{"constructor":{"prototype":{"admin":true}},${JSON.stringify(login).slice(1)}`],
    ['a plain constructor', JSON.stringify({ ...login, constructor: 1 })],
    ['a field too many', JSON.stringify({ ...login, role: 'owner' })],
    ['a nested field too many', JSON.stringify({ ...login, device: { ...DEVICE, admin: true } })],
    ['a wrong type', JSON.stringify({ ...login, password: 1 })],
    ['NUL in the login', JSON.stringify({ ...login, login: 'a\u0000b' })],
    ['an operator', JSON.stringify({ ...login, login: { $gt: '' } })],
  ])('%s is a coded error', async (_name, raw) => {
    const answer = await accounts.call('/auth/login', { raw });
    expect([answer.status, answer.code]).toEqual([400, 'BAD_REQUEST']);
    expect(JSON.stringify(answer.body)).not.toMatch(/stack|node_modules|FST_/);
  });

  it('NUL and half a surrogate pair are coded errors wherever they stand', async () => {
    const { accessToken } = await accounts.signIn('owner');
    expect((await get('/users?query=%00', accessToken)).code).toBe('BAD_REQUEST');
    expect((await get('/users?query=%ED%A0%80', accessToken)).status).toBe(200);
    const named = (name: string): object => ({ ...login, password: PASSWORD, device: { ...DEVICE, name } });
    expect((await accounts.call('/auth/login', { body: named('a\u0000b') })).code).toBe('BAD_REQUEST');
    expect((await accounts.call('/auth/login', { body: named('a\ud800b') })).code).toBe('BAD_REQUEST');
    expect((await accounts.call('/auth/login', { body: named('手机 😀') })).status).toBe(200);
  });

  it('names the fields that are wrong', async () => {
    const { body } = await accounts.call('/auth/login', {
      body: { ...login, device: { name: 'x', platform: 'toaster' } },
    });
    expect(body['details']).toMatchObject({ issues: [{ path: 'device.platform' }] });
  });

  it('another media type, a body over the limit and an unknown route are coded errors, too', async () => {
    const form = { raw: 'login=owner', headers: { 'content-type': 'application/x-www-form-urlencoded' } };
    expect((await accounts.call('/auth/login', form)).code).toBe('BAD_REQUEST');
    const large = await accounts.call('/auth/login', { body: { ...login, login: 'x'.repeat(300_000) } });
    expect([large.status, large.code]).toEqual([413, 'FRAME_TOO_LARGE']);
    expect((await accounts.call('/nowhere', { method: 'GET' })).code).toBe('NOT_FOUND');
    expect((await accounts.call('/auth/%ff', { method: 'GET' })).status).toBeLessThan(500);
  });

  it('carries headers that keep an answer out of caches, frames and guesses', async () => {
    for (const path of ['/setup', '/me', '/nowhere']) {
      const { headers } = await accounts.call(path, { method: 'GET' });
      expect(headers, path).toMatchObject({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
      });
    }
  });
});
