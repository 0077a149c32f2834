import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  chatRow,
  composer,
  deviceOf,
  findPerson,
  newDevice,
  say,
  shellKept,
  shot,
  signIn,
  WITHOUT_WORKER,
} from './app.js';
import { seriousFindings } from './axe.js';
import { newPeople, type Person } from './people.js';

let browser: Browser;
let ada: Person;
let li: Person;
let bo: Person;
let stranger: Person;
let page: Page;

beforeAll(async () => {
  browser = await launchBrowser();
  [ada, li, bo, stranger] = await newPeople('Ada Jump', '李快速', 'Bo Quick', '张新人');
  page = await deviceOf(browser, ada);
  await findPerson(page, li);
  await say(page, 'to li');
  await findPerson(page, bo);
  await say(page, 'to bo');
});
afterAll(async () => browser.close());

async function openSwitcher(on: Page): Promise<void> {
  await on.keyboard.press('Control+k');
  await on.locator('[role=combobox]:focus').waitFor();
}

async function closed(on: Page): Promise<void> {
  await on.getByRole('dialog').waitFor({ state: 'detached' });
}

const chosen = (on: Page) => on.getByRole('option', { selected: true });

/** By its whole name, as it stands there. */
async function command(on: Page, name: string): Promise<void> {
  await openSwitcher(on);
  await on.keyboard.type(name);
  await chosen(on).filter({ hasText: name }).waitFor();
  await on.keyboard.press('Enter');
  await on.getByRole('combobox', { name: 'Chats, people and commands' }).waitFor({ state: 'detached' });
}

describe('where one goes', () => {
  it('the chat before this one is two keys away', async () => {
    await openSwitcher(page);
    await page.getByRole('group', { name: 'Recent chats' }).getByRole('option').first().getByText(li.name).waitFor();
    await page.getByRole('group', { name: 'Commands' }).getByRole('option', { name: 'New group' }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await shot(page, 'switcher-empty');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: li.name }).waitFor();
    await closed(page);
  });

  it('a Chinese name is found by the initials of how it is said', async () => {
    await findPerson(page, bo);
    await openSwitcher(page);
    await page.keyboard.type('lks');
    await chosen(page).filter({ hasText: li.name }).waitFor();
    await shot(page, 'switcher-initials');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: li.name }).waitFor();
  });

  it('who is found here and by the server stands there once', async () => {
    await openSwitcher(page);
    await page.keyboard.type(bo.login);
    await page.getByRole('status').filter({ hasText: '1 result' }).waitFor({ state: 'attached' });
    expect(await page.getByRole('option').count()).toBe(1);
    await page.keyboard.press('Escape');
    await closed(page);
  });

  it('somebody whom I never wrote to, however soon Enter comes', async () => {
    await openSwitcher(page);
    await page.keyboard.type(stranger.login);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: stranger.name }).waitFor();
    await composer(page).waitFor();
  });

  it('the arrow keys go round, and the pointer takes what it is on', async () => {
    await openSwitcher(page);
    const options = page.getByRole('option');
    await options.nth(2).waitFor();
    await page.keyboard.press('ArrowUp');
    expect(await options.last().getAttribute('aria-selected')).toBe('true');
    await page.keyboard.press('ArrowDown');
    expect(await options.first().getAttribute('aria-selected')).toBe('true');
    const field = page.getByRole('combobox', { name: 'Chats, people and commands' });
    expect(await field.getAttribute('aria-activedescendant')).toBe(await options.first().getAttribute('id'));
    await page.getByRole('option').filter({ hasText: bo.name }).click();
    await page.getByRole('heading', { name: bo.name }).waitFor();
  });

  it('an Enter that picks a word of an input method opens nothing', async () => {
    await openSwitcher(page);
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('Input.imeSetComposition', { text: 'zhang', selectionStart: 5, selectionEnd: 5 });
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Jump to', exact: true }).waitFor();
    await cdp.send('Input.insertText', { text: stranger.name });
    await chosen(page).filter({ hasText: stranger.name }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: stranger.name }).waitFor();
    await closed(page);
    await composer(page).and(page.locator(':focus')).waitFor();
  });

  it('says so where nothing fits, and goes without a trace', async () => {
    await page.getByRole('button', { name: 'Jump to', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.locator('[role=combobox]:focus').waitFor();
    await page.keyboard.type('nobody is called so');
    await page.getByText('Nothing fits “nobody is called so”').waitFor();
    await shot(page, 'switcher-nothing');
    await page.keyboard.press('Escape');
    await closed(page);
    // A moment after the dialog is gone.
    await page.locator('button[aria-label="Jump to"]:focus').waitFor();
  });
});

describe('whoever is quicker than the connection', () => {
  it('gets to somebody new all the same', async () => {
    const [soon] = await newPeople('Quick Hand');
    const context = await newDevice(browser, WITHOUT_WORKER);
    const early = await context.newPage();
    // Never answered: this page goes on connecting.
    await early.routeWebSocket(/socket\.io/, () => {});
    // Nobody is known here before they are asked for.
    await early.route(/\/users\?query=&/, (route) => route.fulfill({ json: { users: [] } }));
    await signIn(early, soon);
    await findPerson(early, li);
    await context.close();
  });
});

describe('what one has done', () => {
  it('opens what a button opens, and that has the focus', async () => {
    await command(page, 'New group');
    await page.getByRole('dialog', { name: 'New group' }).waitFor();
    await page.locator('[role=dialog] input:focus').waitFor();
    await page.keyboard.press('Escape');
    await closed(page);
    await command(page, 'Set status');
    await page.getByRole('dialog', { name: 'How others see me' }).waitFor();
    await page.keyboard.press('Escape');
    await closed(page);
    await command(page, 'Threads');
    await page.getByRole('dialog', { name: 'Threads' }).waitFor();
    await page.keyboard.press('Escape');
    await closed(page);
  });

  it('turns the theme, and disturbs nobody', async () => {
    await command(page, 'Theme: Dark');
    await expect.poll(() => page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
    await command(page, 'Theme: System');
    await command(page, 'Do not disturb: 1 hour');
    await page.getByRole('button', { name: /Do not disturb/ }).waitFor();
    await command(page, 'Do not disturb: turn off');
    await page.getByRole('button', { name: /\(Online\)/ }).waitFor();
  });

  it('goes to a part of the settings, and on to a chat from there', async () => {
    await command(page, 'Settings: Keys');
    await page.getByRole('main', { name: 'Keys' }).waitFor();
    await findPerson(page, bo);
    await composer(page).waitFor();
  });
});

it('works without a network for what is known here', async () => {
  await shellKept(page);
  await page.context().setOffline(true);
  await page.getByRole('status').filter({ hasText: 'You are offline' }).waitFor();
  await openSwitcher(page);
  await page.keyboard.type('lks');
  await chosen(page).filter({ hasText: li.name }).waitFor();
  await page.getByText('Only people you know already are listed.').waitFor();
  await shot(page, 'switcher-offline');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: li.name }).waitFor();
  await page.context().setOffline(false);
  await page.getByRole('status').filter({ hasText: 'You are offline' }).waitFor({ state: 'detached' });
});

it('is the same on a phone, in Chinese and in the dark', async () => {
  const viewport = { width: 360, height: 740 };
  const phone = await (await newDevice(browser, { locale: 'zh-CN', colorScheme: 'dark', viewport })).newPage();
  await signIn(phone, li);
  await chatRow(phone, ada.name).waitFor();
  await phone.getByRole('button', { name: '快速跳转' }).click();
  await phone.locator('[role=combobox]:focus').waitFor();
  await phone.getByRole('option').first().waitFor();
  expect(await seriousFindings(phone)).toEqual([]);
  await shot(phone, 'switcher-zh-dark-360');
  await phone.keyboard.type('zhuti');
  await phone.getByRole('option').filter({ hasText: '主题：浅色' }).waitFor();
  await shot(phone, 'switcher-zh-dark-360-commands');
  await phone.keyboard.press('Escape');
  await phone.getByRole('dialog').waitFor({ state: 'detached' });
  await phone.context().close();
});

it('the way out asks first only when something would be lost', async () => {
  await command(page, 'Sign out');
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
});
