import type { ChildProcess } from 'node:child_process';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launchBrowser } from '../support/browser.js';
import { until } from '../support/wait.js';
import { chatRow, composer, deviceOf, findPerson, message, openSettings, say, shot, typed } from './app.js';
import { seriousFindings } from './axe.js';
import { newPeople, type Person } from './people.js';
import { preparePython, runPython, type Step } from './python.js';

/** What one device does is on the others within this. */
const SOON_MS = 1_000;

let browser: Browser;
let mei: Person;
let tom: Person;
let laptop: Page;
let phone: Page;
let his: Page;
let watcher: { child: ChildProcess; steps: Step[] } | null = null;
beforeAll(async () => {
  browser = await launchBrowser();
  [mei, tom] = await newPeople('韩梅梅', 'Tom Reader');
  // The third one is in another language, where there is Python.
  const missing = preparePython();
  if (missing !== null) expect(process.getuid?.(), missing).not.toBe(0);
  const { url } = inject('stack');
  if (missing === null) watcher = runPython('parley_watch.py', mei, [url, mei.login]);
  laptop = await deviceOf(browser, mei);
  phone = await deviceOf(browser, mei, { viewport: { width: 390, height: 844 }, hasTouch: true, locale: 'zh-CN' });
  his = await deviceOf(browser, tom);
  await findPerson(his, mei);
  if (watcher !== null) await until('the third device watches', () => told('watching').length === 1);
});
afterAll(async () => {
  watcher?.child.kill();
  await browser.close();
});

function told(step: string, kind?: string): Step[] {
  const steps = watcher?.steps ?? [];
  return steps.filter((one) => one.step === step && (kind === undefined || one['kind'] === kind));
}

/** Resolves with how long it took from now until all of these hold. */
async function within(...things: (() => Promise<unknown>)[]): Promise<number> {
  const from = performance.now();
  await Promise.all(things.map((thing) => thing()));
  return performance.now() - from;
}

async function openDevices(page: Page): Promise<void> {
  await openSettings(page, /^(Devices|设备)$/);
  await devicesOf(page)
    .getByText(/This device|这台设备/)
    .first()
    .waitFor();
}

const devicesOf = (page: Page) => page.getByRole('main', { name: /^(Devices|设备)$/ });
const device = (page: Page, name: string) => devicesOf(page).getByRole('listitem').filter({ hasText: name });

describe('three devices of one person', () => {
  it('what is read on one is read on the others within a second', async () => {
    await say(his, 'read me on the laptop');
    await chatRow(laptop, tom.name).filter({ hasText: '1 unread message' }).waitFor();
    await chatRow(phone, tom.name).filter({ hasText: '1 条未读消息' }).waitFor();
    const before = told('told', 'read').length;
    await chatRow(laptop, tom.name).click();
    const ms = await within(
      () => chatRow(phone, tom.name).filter({ hasNotText: '未读' }).waitFor(),
      async () => watcher && (await until('the third one knows', () => told('told', 'read').length > before)),
    );
    expect(ms).toBeLessThan(SOON_MS);
    if (watcher !== null) expect(told('told', 'message').length).toBeGreaterThan(0);
  });

  it('what is typed on one stands in the field of another', async () => {
    await composer(laptop).fill('写到一半，换手机继续');
    await chatRow(phone, tom.name).filter({ hasText: '[草稿]' }).waitFor();
    await chatRow(phone, tom.name).tap();
    await expect.poll(() => typed(composer(phone))).toBe('写到一半，换手机继续');
    if (watcher !== null) {
      await until('the third one has it', () => JSON.stringify(told('told', 'draft')).includes('写到一半，换手机继续'));
    }
    await phone.getByRole('button', { name: '发送', exact: true }).tap();
    await message(laptop, '写到一半，换手机继续').waitFor();
    await expect.poll(() => typed(composer(laptop))).toBe('');
    await phone.getByRole('button', { name: '返回会话列表' }).tap();
  });

  it('are listed, this one first, and called what their owner calls them', async () => {
    await openDevices(laptop);
    const count = watcher === null ? 2 : 3;
    await expect.poll(() => devicesOf(laptop).getByRole('listitem').count()).toBe(count);
    expect(await devicesOf(laptop).getByRole('listitem').first().textContent()).toContain('This device');
    expect(await seriousFindings(laptop)).toEqual([]);
    await shot(laptop, 'devices');
    await device(laptop, 'This device')
      .getByRole('button', { name: /^More for/ })
      .click();
    await laptop.getByRole('menuitem', { name: 'Rename' }).click();
    await laptop.getByLabel('Name').fill('Laptop\u202e at the window');
    await laptop.getByText('Leave out line breaks and characters that are not shown.').waitFor();
    await laptop.getByLabel('Name').fill('Laptop at the window');
    await laptop.keyboard.press('Enter');
    await device(laptop, 'Laptop at the window').waitFor();
    await laptop
      .locator('button:focus')
      .and(laptop.getByRole('button', { name: 'More for Laptop at the window' }))
      .waitFor();
    await openDevices(phone);
    await device(phone, 'Laptop at the window').waitFor();
    await phone.setViewportSize({ width: 360, height: 780 });
    await phone.emulateMedia({ colorScheme: 'dark' });
    await shot(phone, 'devices-360-zh-dark');
  });

  it('one signs another out, which says why', async () => {
    if (watcher === null) return;
    await device(laptop, 'Python watcher')
      .getByRole('button', { name: /^More for/ })
      .click();
    await laptop.getByRole('menuitem', { name: 'Sign out' }).click();
    await laptop.getByRole('alertdialog').getByRole('button', { name: 'Sign out' }).click();
    await device(laptop, 'Python watcher').waitFor({ state: 'detached' });
    await until('it is over there', () => told('over').length === 1);
    expect(told('over')).toMatchObject([{ error: { code: 'DEVICE_REVOKED', details: { reason: 'signed-out' } } }]);
  });

  it('all others are signed out with one word; a new sign-in shows up by itself', async () => {
    const tablet = await deviceOf(browser, mei);
    await expect.poll(() => devicesOf(laptop).getByRole('listitem').count()).toBe(3);
    await laptop.getByRole('button', { name: 'Sign out 2 other devices' }).click();
    await laptop.getByRole('alertdialog').getByText('Sign out 2 other devices?').waitFor();
    await shot(laptop, 'devices-sign-out-others');
    await laptop.getByRole('alertdialog').getByRole('button', { name: 'Sign out' }).click();
    await tablet.getByText('This device was signed out from another of your devices.').waitFor();
    await phone.getByText('你的另一台设备让这台设备退出了登录。').waitFor();
    await shot(phone, 'signed-out-360-zh-dark');
    await shot(tablet, 'signed-out');
    await laptop.getByText('2 devices were signed out.').waitFor();
    await expect.poll(() => devicesOf(laptop).getByRole('listitem').count()).toBe(1);
    // Whoever comes back later is told as well.
    await phone.reload();
    await phone.getByLabel('登录名').waitFor();
  });
});
