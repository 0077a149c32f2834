import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.js';
import { deviceOf, newDevice, shellKept, signedIn, signIn } from './app.js';
import { newPeople, type Person } from './people.js';

let browser: Browser;
let ada: Person;
let bo: Person;
beforeAll(async () => {
  browser = await launchBrowser();
  [ada, bo] = await newPeople('Ada Settings', '李设置');
});
afterAll(async () => browser.close());

const look = (page: Page) =>
  page.evaluate(() => ({ lang: document.documentElement.lang, theme: document.documentElement.dataset['theme'] }));

async function choose(page: Page, option: string): Promise<void> {
  await page.getByRole('button', { name: /^(Settings|设置)$/ }).click();
  await page.getByRole('radio', { name: option, exact: true }).click();
  await page.keyboard.press('Escape');
}

describe('how I like my client', () => {
  let here: Page;
  let there: Page;
  beforeAll(async () => {
    here = await deviceOf(browser, ada);
    there = await deviceOf(browser, ada);
  });

  it('is on my other device at once, without a reload', async () => {
    await choose(here, 'Dark');
    await expect.poll(() => look(there)).toEqual({ lang: 'en', theme: 'dark' });
    await choose(there, '中文');
    await expect.poll(() => look(here)).toEqual({ lang: 'zh-CN', theme: 'dark' });
    await choose(here, 'English');
    await expect.poll(() => look(there)).toEqual({ lang: 'en', theme: 'dark' });
  });

  it('is told later when it was chosen offline, also across a reload', async () => {
    await shellKept(here);
    await here.context().setOffline(true);
    await choose(here, 'Light');
    expect(await look(here)).toEqual({ lang: 'en', theme: 'light' });
    await here.reload();
    await signedIn(here);
    expect(await look(here)).toEqual({ lang: 'en', theme: 'light' });
    expect((await look(there)).theme).toBe('dark');
    await here.context().setOffline(false);
    await expect.poll(() => look(there)).toEqual({ lang: 'en', theme: 'light' });
  });

  it('is there before anything is painted', async () => {
    await choose(here, 'Dark');
    await expect.poll(async () => (await look(there)).theme).toBe('dark');
    // Without the app itself: what is seen then is what is painted first.
    await there.route('**/_next/**/*.js', (route) => route.abort());
    await there.reload({ waitUntil: 'commit' });
    await there.waitForFunction(() => document.body !== null);
    expect(await look(there)).toEqual({ lang: 'en', theme: 'dark' });
    await there.unroute('**/_next/**/*.js');
    await there.reload();
    await signedIn(there);
  });

  it('comes to a device on which I sign in', async () => {
    const late = await deviceOf(browser, ada, { locale: 'zh-CN' });
    await expect.poll(() => look(late)).toEqual({ lang: 'en', theme: 'dark' });
    await late.context().close();
  });

  it('in another tab of the same browser, too', async () => {
    const tab = await here.context().newPage();
    await tab.goto('/');
    await signedIn(tab);
    await choose(tab, 'System');
    for (const page of [here, there]) await expect.poll(async () => (await look(page)).theme).toBe(undefined);
    await tab.close();
  });
});

it('who has chosen nothing yet brings along what they chose before they signed in', async () => {
  const page = await (await newDevice(browser)).newPage();
  await page.goto('/');
  await page.getByRole('button', { name: '中文' }).click();
  await signIn(page, bo);
  const other = await deviceOf(browser, bo);
  await expect.poll(() => look(other)).toEqual({ lang: 'zh-CN', theme: undefined });
});
