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
  say,
  shot,
  signedIn,
  signIn,
  typed,
} from './app.js';
import { newPeople, type Person } from './people.js';

let browser: Browser;
let ada: Person;
let li: Person;
let bo: Person;
let here: Page;
let there: Page;
let his: Page;
beforeAll(async () => {
  browser = await launchBrowser();
  [ada, li, bo] = await newPeople('Ada Order', '李置顶', 'Bo Later');
  here = await deviceOf(browser, ada);
  await findPerson(here, li);
  await say(here, 'first');
  await findPerson(here, bo);
  await say(here, 'second');
  there = await deviceOf(browser, ada);
  his = await deviceOf(browser, li);
  await chatRow(his, ada.name).click();
});
afterAll(async () => browser.close());

it('who is looked for is looked for anew, however soon the dialog is opened again', async () => {
  await here.keyboard.press('Control+k');
  await here.locator('[role=combobox]:focus').waitFor();
  await here.keyboard.type('nobody of that name');
  await here.keyboard.press('Escape');
  await here.keyboard.press('Control+k');
  const field = here.locator('[role=combobox]:focus');
  await field.waitFor();
  expect(await field.inputValue()).toBe('');
  await here.keyboard.press('Escape');
  await here.getByRole('dialog').waitFor({ state: 'hidden' });
});

async function order(page: Page): Promise<string[]> {
  const rows = page.getByRole('list', { name: 'Chats' }).getByRole('listitem');
  const texts = await rows.allInnerTexts();
  return texts.flatMap((text) => [li.name, bo.name].filter((name) => text.includes(name)));
}

function menuOf(page: Page, name: string): Locator {
  return page.getByRole('button', { name: `More for ${name}` });
}

async function choose(page: Page, name: string, act: string): Promise<void> {
  await menuOf(page, name).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: act }).click();
}

describe('what one device sets for a chat is so on the other', () => {
  it('pinned by keyboard, a chat is first on both, and after a reload', async () => {
    await expect.poll(() => order(there)).toEqual([bo.name, li.name]);
    await menuOf(here, li.name).focus();
    await here.keyboard.press('Enter');
    await here.getByRole('menuitem', { name: 'Pin to top' }).waitFor();
    await here.keyboard.press('Enter');
    for (const page of [here, there]) await expect.poll(() => order(page)).toEqual([li.name, bo.name]);
    await there.reload();
    await signedIn(there);
    await expect.poll(() => order(there)).toEqual([li.name, bo.name]);
    await chatRow(there, li.name).filter({ hasText: 'Pinned' }).waitFor();
  });

  it('muted, its messages are counted quietly and not on the app', async () => {
    await chatRow(here, li.name).click({ button: 'right' });
    await shot(here, 'personal-menu');
    await here.getByRole('menuitem', { name: 'Mute until I unmute' }).click();
    await chatRow(there, li.name).filter({ hasText: 'Muted' }).waitFor();
    await say(his, 'quietly');
    await chatRow(there, li.name).filter({ hasText: '1 unread message' }).waitFor();
    expect(await there.title()).not.toContain('(1)');
    await shot(there, 'personal-rows');
    await choose(here, li.name, 'Unmute');
    await expect.poll(() => chatRow(there, li.name).textContent()).not.toContain('Muted');
  });

  it('muted for an hour it is so on a device whose clock is two hours ahead, too', async () => {
    const context = await newDevice(browser);
    await context.addInitScript(() => {
      const now = Date.now.bind(Date);
      Date.now = () => now() + 7_200_000;
    });
    const ahead = await context.newPage();
    await signIn(ahead, ada);
    await choose(there, li.name, 'Mute for 1 hour');
    await chatRow(ahead, li.name).filter({ hasText: 'Muted' }).waitFor();
    await choose(ahead, li.name, 'Unmute');
    await expect.poll(() => chatRow(there, li.name).textContent()).not.toContain('Muted');
    await context.close();
  });

  it('marked as unread it stays so until it is opened', async () => {
    await choose(there, li.name, 'Mark as read');
    await expect.poll(() => chatRow(here, li.name).textContent()).not.toContain('1 unread');
    await choose(there, li.name, 'Mark as unread');
    await chatRow(here, li.name).filter({ hasText: 'Marked as unread' }).waitFor();
    await chatRow(here, li.name).click();
    await expect.poll(() => chatRow(there, li.name).textContent()).not.toContain('Marked as unread');
  });

  it('hidden it is gone from both lists until something is said', async () => {
    await choose(here, li.name, 'Hide until the next message');
    for (const page of [here, there]) await expect.poll(() => order(page)).toEqual([bo.name]);
    await say(his, 'here again');
    for (const page of [here, there]) await expect.poll(() => order(page)).toEqual([li.name, bo.name]);
  });
});

describe('on a narrow touch screen, in Chinese and in the dark', () => {
  it('the menu is there without hovering, and fits', async () => {
    const phone = await deviceOf(browser, ada, {
      viewport: { width: 360, height: 740 },
      hasTouch: true,
      isMobile: true,
      locale: 'zh-CN',
      colorScheme: 'dark',
    });
    await phone.getByRole('button', { name: `“${li.name}”的更多操作` }).tap();
    const menu = phone.getByRole('menu');
    await menu.getByRole('menuitem', { name: '隐藏，有新消息时再出现' }).waitFor();
    await shot(phone, 'personal-narrow');
    const box = await menu.boundingBox();
    expect(box !== null && box.x >= 0 && box.x + box.width <= 360).toBe(true);
    await phone.context().close();
  });
});

describe('a draft', () => {
  it('follows to the other device, is marked in its list, and is gone from both once it is sent', async () => {
    await chatRow(here, li.name).click();
    await composer(here).fill('typed on one device');
    await chatRow(there, bo.name).click();
    await chatRow(there, li.name).filter({ hasText: '[Draft] typed on one device' }).waitFor();
    await shot(there, 'draft-row');
    await chatRow(there, li.name).click();
    await expect.poll(() => typed(composer(there))).toBe('typed on one device');
    await composer(there).press('Enter');
    await message(here, 'typed on one device').waitFor();
    await expect.poll(() => typed(composer(here))).toBe('');
  });

  it('of another device does not overwrite what is being typed here', async () => {
    await composer(there).fill('from the other device');
    await composer(here).pressSequentially('mine');
    await here.waitForTimeout(4_000);
    expect(await typed(composer(here))).toBe('mine');
    await composer(here).pressSequentially(', and more');
    await composer(here).fill('');
    await composer(there).fill('');
  });

  it('typed without a connection is told with the next one', async () => {
    await here.context().setOffline(true);
    await composer(here).fill('typed offline');
    await here.context().setOffline(false);
    await chatRow(there, bo.name).click();
    await chatRow(there, li.name).filter({ hasText: '[Draft] typed offline' }).waitFor();
  });
});
