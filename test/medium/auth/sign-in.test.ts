import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEVICE, openAccounts, PASSWORD, setUp, type Accounts, type Answer } from './accounts.js';

let accounts: Accounts;
beforeAll(async () => {
  accounts = await openAccounts({ PARLEY_LOGIN_FAILURES_PER_ACCOUNT: '5', PARLEY_LOGIN_FAILURES_PER_ADDRESS: '20' });
  await setUp(accounts);
});
afterAll(() => accounts.stop());

let hosts = 0;
/** An address that no other test has used. */
function address(): string {
  hosts += 1;
  return `10.${hosts >> 8}.${hosts & 255}.7`;
}

function attempt(login: string, password: string, from = address()): Promise<Answer> {
  const body = { login, password, device: DEVICE, session: 'token' };
  return accounts.call('/auth/login', { body, headers: { 'x-forwarded-for': from } });
}

async function medianMs(work: () => Promise<unknown>, times = 9): Promise<number> {
  const took: number[] = [];
  for (let run = 0; run < times; run += 1) {
    const began = performance.now();
    await work();
    took.push(performance.now() - began);
  }
  return took.toSorted((a, b) => a - b)[times >> 1] ?? 0;
}

describe('signing in', () => {
  it('answers an unknown login as a wrong password, with the same work', async () => {
    const login = await accounts.addPerson();
    const [unknown, wrong] = [await attempt('nobody-here', 'wrong password'), await attempt(login, 'wrong password')];
    expect(unknown.status).toBe(401);
    expect(unknown.body).toEqual(wrong.body);
    let next = 0;
    const unknownMs = await medianMs(() => attempt(`nobody-${next++}`, 'wrong password'));
    const people = await Promise.all(Array.from({ length: 9 }, () => accounts.addPerson()));
    const wrongMs = await medianMs(() => attempt(people.pop() ?? '', 'wrong password'));
    // Without the decoy's hash an unknown login takes a twentieth of a wrong password.
    expect(unknownMs).toBeGreaterThan(wrongMs / 3);
  });

  it('limits the failures of one login, from wherever they come, and says how long', async () => {
    const login = await accounts.addPerson();
    const codes: (string | null)[] = [];
    for (let count = 0; count < 6; count += 1) codes.push((await attempt(login, 'wrong password')).code);
    expect(codes).toEqual([...Array<string>(5).fill('LOGIN_FAILED'), 'LOGIN_LIMITED']);
    const limited = await attempt(login, PASSWORD);
    expect(limited.status).toBe(429);
    expect(limited.body['details']).toEqual({ retryAfterMs: expect.any(Number) as number });
    expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0);
  });

  it('limits a hundred at once to the same few', async () => {
    const login = await accounts.addPerson();
    const tries = await Promise.all(Array.from({ length: 30 }, () => attempt(login, 'wrong password')));
    const failed = tries.filter(({ code }) => code === 'LOGIN_FAILED');
    expect(failed.length).toBeLessThanOrEqual(5);
  });

  it('limits the failures of one address over many logins, and leaves other addresses alone', async () => {
    const from = address();
    for (let count = 0; count < 20; count += 1) await attempt(`spray-${count}`, 'wrong password', from);
    expect((await attempt('spray-next', 'wrong password', from)).code).toBe('LOGIN_LIMITED');
    const login = await accounts.addPerson();
    expect((await attempt(login, PASSWORD, from)).code).toBe('LOGIN_LIMITED');
    expect((await attempt(login, PASSWORD)).status).toBe(200);
  });

  it('counts nothing against a login that comes from an address which is refused anyway', async () => {
    const from = address();
    for (let count = 0; count < 20; count += 1) await attempt(`locked-${count}`, 'wrong password', from);
    const login = await accounts.addPerson();
    const codes = await Promise.all(Array.from({ length: 10 }, () => attempt(login, 'wrong password', from)));
    expect(new Set(codes.map(({ code }) => code))).toEqual(new Set(['LOGIN_LIMITED']));
    expect((await attempt(login, PASSWORD)).status).toBe(200);
  });

  it('forgets the failures of a login that succeeds', async () => {
    const login = await accounts.addPerson();
    for (let round = 0; round < 3; round += 1) {
      for (let count = 0; count < 4; count += 1) await attempt(login, 'wrong password');
      expect((await attempt(login, PASSWORD)).status).toBe(200);
    }
  });

  it('keeps the device that comes back, but never takes over somebody else’s', async () => {
    const [first, second] = [await accounts.addPerson(), await accounts.addPerson()];
    const signedIn = await accounts.signIn(first);
    const { deviceId } = signedIn.me;
    expect((await accounts.signIn(first, { deviceId })).me.deviceId).toBe(deviceId);
    expect((await accounts.signIn(second, { deviceId })).me.deviceId).not.toBe(deviceId);
    expect((await accounts.signIn(first, { deviceId: 'd_made_up_by_me' })).me.deviceId).not.toBe('d_made_up_by_me');
    // The sign-in before is over: its refresh token is gone.
    const old = await accounts.call('/auth/refresh', { body: { refreshToken: signedIn.refreshToken } });
    expect(old.code).toBe('REFRESH_INVALID');
  });

  it('writes every attempt into the audit log, without what was typed by mistake', async () => {
    const login = await accounts.addPerson();
    await attempt(login, 'wrong password', '10.9.9.9');
    await attempt('My Secret Passw0rd!', 'x', '10.9.9.9');
    const { me } = await accounts.signIn(login, { address: '10.9.9.9' });
    const failed = (await accounts.audit('sign-in.failed')).filter(({ data }) => data['address'] === '10.9.9.9');
    expect(failed.map(({ target, data }) => [target, data['login']])).toEqual([
      [me.userId, login],
      [null, null],
    ]);
    const ok = (await accounts.audit('sign-in.ok')).filter(({ data }) => data['address'] === '10.9.9.9');
    expect(ok).toMatchObject([{ actor_id: me.userId, target: me.deviceId }]);
  });
});
