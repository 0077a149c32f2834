import type { ParleyClient } from '@parley/sdk';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.js';
import {
  chatRow,
  composer,
  deviceOf,
  findPerson,
  message,
  newDevice,
  reaches,
  say,
  shot,
  signIn,
  signedIn,
  typed,
} from './app.js';
import { seriousFindings } from './axe.js';
import { clientOf, newPeople, type Person } from './people.js';

let browser: Browser;
let me: Person;
let wen: Person;
let tom: Person;
let ann: Person;
let page: Page;
let wens: ParleyClient;
beforeAll(async () => {
  browser = await launchBrowser();
  [me, wen, tom, ann] = await newPeople('Mia Filter', '文清', 'Tom Steady', 'Ann Early');
  page = await deviceOf(browser, me);
  for (const person of [ann, tom, wen]) {
    await findPerson(page, person);
    await say(page, `hello ${person.login}`);
    // Only then is it safe to leave the page.
    await reaches(message(page, `hello ${person.login}`), 'sent');
  }
  await page.goto('/');
  await signedIn(page);
  wens = await clientOf(wen);
});
afterAll(async () => {
  await wens.stop();
  await browser.close();
});

const list = (): Locator => page.getByRole('list', { name: 'Chats' });

async function order(): Promise<string[]> {
  const texts = await list().getByRole('listitem').allInnerTexts();
  return texts.flatMap((text) => [wen, tom, ann].flatMap(({ name }) => (text.includes(name) ? name : [])));
}

const section = (name: string): Locator => page.getByRole('radio', { name });

/** From the device of wen, who shares one chat with me. */
function wenSays(text: string): void {
  const [chat] = wens.chatList.getSnapshot().items;
  if (chat === undefined) throw new Error('no chat');
  wens.send(chat.conversationId, text);
}

describe('what the list shows', () => {
  it('is narrowed by name, and Enter opens the first', async () => {
    const field = page.getByRole('searchbox', { name: 'Filter chats' });
    await field.fill('ST');
    await expect.poll(order).toEqual([tom.name]);
    await field.press('Enter');
    await page.getByRole('heading', { name: tom.name }).waitFor();
    expect(await typed(composer(page))).toBe('');
    await field.fill('nobody so named');
    await page.getByText('No chat’s name contains “nobody so named”.').waitFor();
    await shot(page, 'chat-list-no-match');
    await page.getByRole('button', { name: 'Show all chats' }).click();
    await expect.poll(order).toEqual([wen.name, tom.name, ann.name]);
    expect(await field.inputValue()).toBe('');
  });

  it('is what is unread, and what is being read stays there while it is', async () => {
    await section('Unread').click();
    // The one that is open stays where it is.
    await expect.poll(order).toEqual([tom.name]);
    wenSays('news');
    await expect.poll(order).toEqual([wen.name, tom.name]);
    await shot(page, 'chat-list-unread');
    await chatRow(page, wen.name).click();
    await expect.poll(() => chatRow(page, wen.name).textContent()).not.toContain('1 unread');
    await expect.poll(order).toEqual([wen.name]);
    await page.goto('/');
    await signedIn(page);
    await section('Unread').click();
    await page.getByText('You have read everything.').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Show all chats' }).click();
  });

  it('is what I have begun to write', async () => {
    await chatRow(page, ann.name).click();
    await composer(page).fill('half of a');
    await chatRow(page, tom.name).click();
    await section('Drafts').click();
    await expect.poll(order).toEqual([tom.name, ann.name]);
    await section('All').click();
  });
});

describe('a hand on the list', () => {
  it('finds every row where it was aimed at, whatever is said meanwhile', async () => {
    await expect.poll(order).toEqual([wen.name, tom.name, ann.name]);
    await chatRow(page, ann.name).click();
    await composer(page).fill('');
    await say(page, 'now first');
    await expect.poll(order).toEqual([ann.name, wen.name, tom.name]);
    const box = await chatRow(page, ann.name).boundingBox();
    if (box === null) throw new Error('no row');
    const aim = { x: box.x + 60, y: box.y + 20 };
    await page.mouse.move(aim.x, aim.y);
    wenSays('while you aim');
    // It never rests for as long as it takes until nobody holds the list.
    await expect
      .poll(async () => {
        await page.mouse.move(aim.x + (Date.now() % 9), aim.y);
        return chatRow(page, wen.name).textContent();
      })
      .toContain('while you aim');
    expect(await order()).toEqual([ann.name, wen.name, tom.name]);
    await page.mouse.move(900, 400);
    await expect.poll(order).toEqual([wen.name, ann.name, tom.name]);
  });

  it('opens the menu where the pointer is, and by the menu key on the row that has the focus', async () => {
    const box = await chatRow(page, tom.name).boundingBox();
    if (box === null) throw new Error('no row');
    await page.mouse.click(box.x + 40, box.y + 30, { button: 'right' });
    const menu = page.getByRole('menu');
    await menu.waitFor();
    const opened = await menu.boundingBox();
    expect(Math.abs((opened?.x ?? 0) - (box.x + 40))).toBeLessThan(12);
    await shot(page, 'chat-list-menu');
    await page.getByRole('menuitem', { name: 'Pin to top' }).click();
    await expect.poll(order).toEqual([tom.name, wen.name, ann.name]);
    await shot(page, 'chat-list-pinned');
    await chatRow(page, tom.name).focus();
    await page.keyboard.press('Shift+F10');
    // A key opened it: its first item has the focus.
    await page.locator('[role=menuitem]:focus', { hasText: 'Unpin' }).waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(order).toEqual([wen.name, ann.name, tom.name]);
  });
});

describe('the width of the panes', () => {
  it('is moved by keys or by hand, and is so after a reload', async () => {
    const splitter = page.getByRole('separator', { name: 'Width of the chat list' });
    const width = async (): Promise<number> => Math.round((await list().boundingBox())?.width ?? 0);
    const before = await width();
    await splitter.focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(width).toBe(before + 16);
    const box = await splitter.boundingBox();
    if (box === null) throw new Error('no splitter');
    await page.mouse.move(box.x, 300);
    await page.mouse.down();
    await page.mouse.move(box.x + 60, 300, { steps: 4 });
    await page.mouse.up();
    await expect.poll(width).toBe(before + 76);
    await shot(page, 'chat-list-wide');
    await splitter.focus();
    await page.keyboard.press('Home');
    await shot(page, 'chat-list-narrow');
    await page.keyboard.press('End');
    await page.reload();
    await signedIn(page);
    await expect.poll(width).toBe(before + 100);
    await splitter.dblclick();
    await expect.poll(width).toBe(before);
  });
});

it('the icon of the tab says that something is unread', async () => {
  const icon = (): Promise<string | null> => page.locator('link[rel~=icon]').getAttribute('href');
  await chatRow(page, wen.name).click();
  await expect.poll(icon).toMatch(/^\/icon\.svg/);
  await chatRow(page, tom.name).click();
  wenSays('look at the icon');
  await expect.poll(icon).toBe('/icon-unread.svg');
  await chatRow(page, wen.name).click();
  await expect.poll(icon).toBe('/icon.svg');
});

it('has room on a phone, in Chinese, in the dark', async () => {
  const phone = await newDevice(browser, {
    viewport: { width: 360, height: 720 },
    locale: 'zh-CN',
    colorScheme: 'dark',
  });
  const small = await phone.newPage();
  await signIn(small, me);
  await small.getByRole('radio', { name: '提到我' }).waitFor();
  await chatRow(page, tom.name).click();
  wenSays('with a number on the button');
  await small.getByRole('button', { name: '会话 1' }).waitFor();
  await shot(small, 'chat-list-360-zh-dark');
  expect(await small.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  expect(await seriousFindings(small)).toEqual([]);
  await phone.close();
});
