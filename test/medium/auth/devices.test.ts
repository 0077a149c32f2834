import type { Device } from '@parley/contract';
import { verifyAudit } from '@parley/db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Accounts, bearer, openAccounts, PASSWORD, setUp, type TokenSession } from './accounts.js';

let accounts: Accounts;
beforeAll(async () => {
  accounts = await openAccounts();
  await setUp(accounts);
});
afterAll(() => accounts.stop());

type Kind = { platform: string; tablet?: boolean };
const PHONE = { platform: 'android' };
const TABLET = { platform: 'ios', tablet: true };
const BROWSER = { platform: 'web' };

async function signIn(
  login: string,
  { platform, tablet, name, deviceId }: Kind & { name: string; deviceId?: string },
): Promise<TokenSession> {
  const device = {
    name,
    platform,
    ...(tablet === undefined ? {} : { tablet }),
    ...(deviceId === undefined ? {} : { deviceId }),
  };
  const answer = await accounts.call('/auth/login', {
    body: { login, password: PASSWORD, device, session: 'token' },
    headers: { 'x-forwarded-for': '198.51.100.7' },
  });
  if (answer.status !== 200) throw new Error(answer.code ?? 'no session');
  return answer.body as TokenSession;
}

async function list(session: TokenSession): Promise<Device[]> {
  const answer = await accounts.call('/devices', { method: 'GET', headers: bearer(session.accessToken) });
  return answer.body['devices'] as Device[];
}

const names = async (session: TokenSession): Promise<string[]> =>
  (await list(session)).map(({ name }) => name).toSorted();
const ask = (session: TokenSession, route: string, body?: unknown) => {
  const [method = '', path = ''] = route.split(' ');
  return accounts.call(`/devices${path}`, {
    method: method as 'PATCH' | 'DELETE',
    headers: bearer(session.accessToken),
    ...(body === undefined ? {} : { body }),
  });
};
const refresh = ({ refreshToken }: TokenSession) => accounts.call('/auth/refresh', { body: { refreshToken } });

describe('the devices of a person', () => {
  it('are listed with what they are and where they were last seen', async () => {
    const login = await accounts.addPerson();
    const browser = await signIn(login, { ...BROWSER, name: 'Firefox' });
    accounts.clock.advance(5_000);
    await signIn(login, { ...TABLET, name: 'Tab' });
    const found = await list(browser);
    expect(found).toMatchObject([
      { name: 'Tab', platform: 'ios', kind: 'tablet', current: false, address: '198.51.100.7' },
      { name: 'Firefox', platform: 'web', kind: 'browser', current: true, address: '198.51.100.7' },
    ]);
    const before = found[1]?.lastSeenAt ?? 0;
    accounts.clock.advance(60_000);
    await accounts.call('/auth/refresh', {
      body: { refreshToken: browser.refreshToken },
      headers: { 'x-forwarded-for': '203.0.113.9' },
    });
    const [latest] = await list(browser);
    expect(latest).toMatchObject({ name: 'Firefox', address: '203.0.113.9' });
    expect((latest?.lastSeenAt ?? 0) - before).toBeGreaterThanOrEqual(65_000);
  });

  it('keep the name that their owner gave them; of others there are none', async () => {
    const login = await accounts.addPerson();
    const mine = await signIn(login, { ...BROWSER, name: 'Firefox' });
    const other = await accounts.signIn(await accounts.addPerson());
    const { deviceId } = mine.me;
    expect((await ask(mine, `PATCH /${deviceId}`, { name: '  客厅的电脑 ' })).body).toMatchObject({
      name: '客厅的电脑',
      current: true,
    });
    await signIn(login, { ...BROWSER, name: 'Firefox 200', deviceId: deviceId });
    expect(await names(await signIn(login, { ...BROWSER, name: 'Chrome' }))).toEqual(['Chrome', '客厅的电脑']);
    expect((await ask(other, `PATCH /${deviceId}`, { name: 'stolen' })).code).toBe('DEVICE_NOT_FOUND');
    expect((await ask(other, `DELETE /${deviceId}`)).code).toBe('DEVICE_NOT_FOUND');
    expect((await ask(mine, 'PATCH /d_nobodysdevice', { name: 'x' })).code).toBe('DEVICE_NOT_FOUND');
    for (const body of [
      {},
      { name: '' },
      { name: '   ' },
      { name: 'x'.repeat(101) },
      { name: 7 },
      { name: 'x', kind: 'phone' },
      { name: 'a\u0000b' },
    ]) {
      expect((await ask(mine, `PATCH /${deviceId}`, body)).code, JSON.stringify(body)).toBe('BAD_REQUEST');
    }
  });

  it('are signed out from another: one, or all but the one that asks; each learns why', async () => {
    const login = await accounts.addPerson();
    const [one, two, three] = [
      await signIn(login, { ...BROWSER, name: 'one' }),
      await signIn(login, { ...BROWSER, name: 'two' }),
      await signIn(login, { ...PHONE, name: 'three' }),
    ];
    await ask(one, `DELETE /${two.me.deviceId}`);
    expect(await names(one)).toEqual(['one', 'three']);
    expect(await accounts.me(two)).toMatchObject({
      code: 'DEVICE_REVOKED',
      body: { details: { reason: 'signed-out' } },
    });
    expect(await refresh(two)).toMatchObject({ code: 'DEVICE_REVOKED', body: { details: { reason: 'signed-out' } } });
    expect((await ask(one, `PATCH /${two.me.deviceId}`, { name: 'x' })).code).toBe('DEVICE_NOT_FOUND');
    const four = await signIn(login, { ...BROWSER, name: 'four' });
    expect((await ask(one, 'DELETE ')).body).toEqual({ signedOut: 2 });
    expect(await names(one)).toEqual(['one']);
    for (const gone of [three, four]) expect((await accounts.me(gone)).code).toBe('DEVICE_REVOKED');
    expect((await accounts.me(one)).status).toBe(200);
    expect((await ask(one, 'DELETE ')).body).toEqual({ signedOut: 0 });
    const targets = (await accounts.audit('device.revoked')).map(({ target }) => target);
    for (const { me } of [two, three, four]) expect(targets).toContain(me.deviceId);
    expect(await verifyAudit(accounts.router.directory)).toMatchObject({ ok: true });
  });
});

describe('how many there may be', () => {
  it('is one phone and one tablet at first: a second phone signs the first one out and tells it so', async () => {
    const login = await accounts.addPerson();
    const browser = await signIn(login, { ...BROWSER, name: 'browser' });
    const tablet = await signIn(login, { ...TABLET, name: 'tablet' });
    const first = await signIn(login, { ...PHONE, name: 'first' });
    await signIn(login, { ...BROWSER, name: 'browser 2' });
    const second = await signIn(login, { platform: 'ios', name: 'second' });
    expect(await names(second)).toEqual(['browser', 'browser 2', 'second', 'tablet']);
    expect(await accounts.me(first)).toMatchObject({
      code: 'DEVICE_REVOKED',
      body: { details: { reason: 'replaced' } },
    });
    expect(await refresh(first)).toMatchObject({ code: 'DEVICE_REVOKED', body: { details: { reason: 'replaced' } } });
    for (const session of [browser, tablet, second]) expect((await accounts.me(session)).status).toBe(200);
    // The same phone again is no second one.
    await signIn(login, { platform: 'ios', name: 'second', deviceId: second.me.deviceId });
    expect(await names(browser)).toEqual(['browser', 'browser 2', 'second', 'tablet']);
    expect(await accounts.audit('device.revoked')).toContainEqual({
      actor_id: first.me.userId,
      target: first.me.deviceId,
      data: { reason: 'replaced', byDevice: second.me.deviceId },
    });
  });

  it('is never more, however many sign in at once', async () => {
    const login = await accounts.addPerson();
    const sessions = await Promise.all(
      [1, 2, 3, 4].map((number) => signIn(login, { ...PHONE, name: `phone ${number}` })),
    );
    const welcome = await Promise.all(sessions.map(async (session) => (await accounts.me(session)).status === 200));
    expect(welcome.filter(Boolean)).toHaveLength(1);
  });

  it('is what the org decides; those used least lately go, and only when somebody signs in', async () => {
    const login = await accounts.addPerson();
    expect(await accounts.cli('policy', 'browsers', '2')).toMatchObject({ browsers: 2, phones: 1 });
    accounts.clock.advance(3_000);
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    const sessions: TokenSession[] = [];
    for (const name of ['a', 'b', 'c']) {
      sessions.push(await signIn(login, { ...BROWSER, name }));
      accounts.clock.advance(1_000);
    }
    const [, , last] = sessions;
    if (last === undefined) throw new Error('nobody');
    expect(await names(last)).toEqual(['b', 'c']);
    await accounts.cli('policy', 'browsers', 'any');
    for (const bad of ['0', '101', '1.5', 'many', '-1']) {
      await expect(accounts.cli('policy', 'browsers', bad)).rejects.toThrow(/browsers/u);
    }
  });
});
