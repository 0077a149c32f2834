import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.js';
import {
  chatRow,
  closeSettings,
  composer,
  deviceOf,
  findPerson,
  message,
  newDevice,
  openSettings,
  say,
  shellKept,
  shot,
  signedIn,
  signIn,
} from './app.js';
import { seriousFindings } from './axe.js';
import { newPeople, type Person } from './people.js';

let browser: Browser;
let ada: Person;
let bo: Person;
beforeAll(async () => {
  browser = await launchBrowser();
  [ada, bo] = await newPeople('Ada Follow', '李跟随');
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
    await here.goto('/settings/appearance');
    await here.getByRole('main', { name: 'Appearance' }).waitFor();
    await closeSettings(here);
    await here.context().setOffline(false);
    await expect.poll(() => look(there)).toEqual({ lang: 'en', theme: 'light' });
  });

  it('is there before anything is painted', async () => {
    await choose(here, 'Dark');
    await expect.poll(async () => (await look(there)).theme).toBe('dark');
    // As the page is when there is something to paint for the first time.
    await there.addInitScript(() => {
      new MutationObserver((_, observer) => {
        if (document.querySelector('body') === null) return;
        observer.disconnect();
        const { lang, dataset } = document.documentElement;
        Object.assign(window, { firstLook: { lang, theme: dataset['theme'] } });
      }).observe(document, { childList: true, subtree: true });
    });
    await there.reload();
    expect(await there.evaluate((): unknown => Reflect.get(window, 'firstLook'))).toEqual({
      lang: 'en',
      theme: 'dark',
    });
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

const SECTIONS = [
  ['account', 'Account'],
  ['appearance', 'Appearance'],
  ['messages', 'Messages'],
  ['notifications', 'Notifications'],
  ['keys', 'Keys'],
  ['devices', 'Devices'],
  ['privacy', 'Privacy'],
  ['about', 'About'],
] as const;

const path = (page: Page): string => new URL(page.url()).pathname;

describe('the settings page', () => {
  let page: Page;
  beforeAll(async () => {
    page = await deviceOf(browser, ada);
    await findPerson(page, bo);
  });

  it('has an address for each part, and the way back leads to the chat', async () => {
    const chat = path(page);
    await openSettings(page, /^Devices$/);
    expect(path(page)).toBe('/settings/devices');
    await page.getByRole('link', { name: 'Privacy' }).click();
    expect(path(page)).toBe('/settings/privacy');
    await page.reload();
    await page.getByRole('main', { name: 'Privacy' }).waitFor();
    await page.goBack();
    await page.getByRole('main', { name: 'Account' }).waitFor();
    expect(path(page)).toBe('/settings');
    await page.goBack();
    await composer(page).waitFor();
    expect(path(page)).toBe(chat);
    await page.goForward();
    await page.goForward();
    await page.getByRole('main', { name: 'Privacy' }).waitFor();
    await closeSettings(page);
    await composer(page).waitFor();
    expect(path(page)).toBe(chat);
    await page.goto('/settings/nothing-of-the-kind');
    await page.getByRole('main', { name: 'Account' }).waitFor();
    await closeSettings(page);
    await expect.poll(() => path(page)).toBe('/');
  });

  it('is worked by keyboard alone', async () => {
    await page.getByRole('button', { name: 'Settings', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'All settings' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('main', { name: 'Account' }).waitFor();
    await page.getByRole('link', { name: 'Account' }).focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('main', { name: 'Appearance' }).waitFor();
    await page
      .getByRole('main')
      .getByRole('radiogroup', { name: 'Theme' })
      .getByRole('radio', { checked: true })
      .focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(async () => (await look(page)).theme).toBe('light');
    await page.keyboard.press('ArrowLeft');
    await expect.poll(async () => (await look(page)).theme).toBe(undefined);
  });

  it('says the same to those who can not see it, in both themes', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      for (const [section, name] of SECTIONS) {
        await page.getByRole('link', { name, exact: true }).click();
        await page.getByRole('main', { name }).waitFor();
        expect([section, path(page), ...(await seriousFindings(page))]).toEqual([section, `/settings/${section}`]);
        await shot(page, `settings-${section}-${colorScheme}`);
      }
    }
    await closeSettings(page);
  });

  it('on a phone is a list, then one part of it', async () => {
    const phone = await deviceOf(browser, bo, {
      viewport: { width: 360, height: 740 },
      colorScheme: 'dark',
      hasTouch: true,
      isMobile: true,
    });
    await expect.poll(async () => (await look(phone)).lang).toBe('zh-CN');
    await phone.getByRole('button', { name: '设置', exact: true }).tap();
    await shot(phone, 'settings-popover-360-zh-dark');
    await phone.getByRole('button', { name: '全部设置' }).tap();
    await phone.getByRole('link', { name: '外观' }).waitFor();
    expect(await phone.getByRole('main').count()).toBe(0);
    await shot(phone, 'settings-list-360-zh-dark');
    for (const [name, file] of [
      ['外观', 'appearance'],
      ['消息', 'messages'],
      ['通知', 'notifications'],
      ['设备', 'devices'],
      ['隐私', 'privacy'],
      ['快捷键', 'keys'],
      ['账号', 'account'],
    ] as const) {
      await phone.getByRole('link', { name, exact: true }).tap();
      await phone.getByRole('main', { name }).waitFor();
      await phone.getByRole('heading', { name }).and(phone.locator(':focus')).waitFor();
      expect(await seriousFindings(phone)).toEqual([]);
      await shot(phone, `settings-${file}-360-zh-dark`);
      expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
      await phone.getByRole('button', { name: '返回全部设置' }).tap();
    }
    await phone.getByRole('button', { name: '关闭设置' }).tap();
    await phone.getByRole('heading', { name: '会话', exact: true }).waitFor();
    await phone.context().close();
  });
});

describe('what is chosen there', () => {
  let here: Page;
  let there: Page;
  beforeAll(async () => {
    here = await deviceOf(browser, ada);
    there = await deviceOf(browser, ada);
    for (const page of [here, there]) await findPerson(page, bo);
    await say(here, 'ten words are enough to see how large they are');
    await say(here, 'and a second line');
  });

  const rootSize = (page: Page) => page.evaluate(() => getComputedStyle(document.documentElement).fontSize);
  const heightOf = async (of: Locator): Promise<number> => (await of.boundingBox())?.height ?? 0;
  const pick = (page: Page, group: string, option: string | RegExp): Promise<void> =>
    page.getByRole('radiogroup', { name: group }).getByRole('radio', { name: option }).click();

  it('the size of text: all of it grows on each device, and no row covers another', async () => {
    await openSettings(here, /^Appearance$/);
    await pick(here, 'Text size', '150%');
    for (const page of [here, there]) await expect.poll(() => rootSize(page)).toBe('24px');
    await shot(here, 'settings-appearance-150');
    await shot(there, 'chat-150');
    await expect.poll(() => heightOf(chatRow(there, bo.name))).toBe(90);
    expect(await heightOf(there.getByRole('list', { name: 'Chats' }))).toBeGreaterThanOrEqual(90);
    expect(await seriousFindings(there)).toEqual([]);
    await pick(here, 'Text size', '90%');
    await expect.poll(() => rootSize(there)).toBe('14.4px');
    await pick(here, 'Text size', '100%');
    await expect.poll(() => rootSize(there)).toBe('16px');
  });

  it('compact rows: more of them fit', async () => {
    const line = message(there, 'and a second line');
    const before = [await heightOf(chatRow(there, bo.name)), await heightOf(line)];
    await pick(here, 'Spacing', 'Compact');
    await expect.poll(() => heightOf(chatRow(there, bo.name))).toBe(48);
    expect(before[0]).toBe(60);
    await expect.poll(() => heightOf(line)).toBeLessThan(before[1] ?? 0);
    await shot(there, 'chat-compact');
    await there.reload();
    await message(there, 'and a second line').waitFor();
    expect(await heightOf(chatRow(there, bo.name))).toBe(48);
    await pick(here, 'Spacing', 'Comfortable');
    await expect.poll(() => heightOf(chatRow(there, bo.name))).toBe(60);
  });

  it('the hours: every time that stands there is written anew', async () => {
    const time = chatRow(there, bo.name).locator('time');
    expect(await time.textContent()).toMatch(/^\d\d:\d\d$/);
    await pick(here, 'Hours', /^12 hours/);
    await expect.poll(() => time.textContent()).toMatch(/^\d{1,2}:\d\d\s[AP]M$/);
    await expect.poll(() => there.locator('main article time').first().textContent()).toMatch(/^\d{1,2}:\d\d\s[AP]M$/);
    await message(there, 'and a second line').hover();
    await shot(there, 'chat-12-hours');
    await pick(here, 'Hours', /^24 hours/);
    await expect.poll(() => time.textContent()).toMatch(/^\d\d:\d\d$/);
  });

  it('the key that sends: the other one breaks the line', async () => {
    await here.getByRole('link', { name: 'Messages' }).click();
    await pick(here, 'Send with', 'Ctrl+Enter');
    await there.waitForFunction(() => localStorage.getItem('parley.preferences')?.includes('mod-enter'));
    await composer(there).fill('first');
    await composer(there).press('Enter');
    await there.keyboard.type('second');
    await composer(there).press('Control+Enter');
    await there
      .locator('main article')
      .filter({ hasText: /first\s*second/ })
      .waitFor();
    await here.getByRole('link', { name: 'Keys' }).click();
    await here.getByText('Ctrl+Enter').waitFor();
    await here.getByRole('link', { name: 'Messages' }).click();
    await pick(here, 'Send with', /^Enter$/);
    await there.waitForFunction(() => localStorage.getItem('parley.preferences')?.includes('mod-enter') === false);
    await say(there, 'sent as usual');
  });

  it('goes with the sign-out, but for language and theme', async () => {
    await here.getByRole('link', { name: 'Appearance' }).click();
    await pick(here, 'Text size', '125%');
    await expect.poll(() => rootSize(there)).toBe('20px');
    await there.getByRole('button', { name: 'Settings', exact: true }).click();
    await there.getByRole('button', { name: 'Sign out' }).click();
    await there.getByRole('heading', { name: 'Sign in' }).waitFor();
    await expect.poll(() => rootSize(there)).toBe('16px');
    expect(await rootSize(here)).toBe('20px');
  });
});
