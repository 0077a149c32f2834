import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEVICE, openAccounts, setUp, type Accounts } from './accounts.js';

let accounts: Accounts;
beforeAll(async () => {
  accounts = await openAccounts({ PARLEY_LOGIN_FAILURES_PER_ACCOUNT: '5' });
});
afterAll(() => accounts.stop());

it('without Redis the door for guesses is neither open nor shut', async () => {
  const { me } = await setUp(accounts);
  expect(me.role).toBe('owner');
  accounts.redis.disconnect();
  const attempt = (login: string, password: string): Promise<{ code: string | null }> =>
    accounts.call('/auth/login', { body: { login, password, device: DEVICE, session: 'token' } });
  expect((await accounts.signIn('owner')).me.userId).toBe(me.userId);
  const codes: (string | null)[] = [];
  for (let count = 0; count < 7; count += 1) codes.push((await attempt('owner', 'wrong password')).code);
  expect(codes.slice(0, 5)).toEqual(Array(5).fill('LOGIN_FAILED'));
  expect(codes.slice(5)).toEqual(['LOGIN_LIMITED', 'LOGIN_LIMITED']);
});
