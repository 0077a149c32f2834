import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chatRow, composer, deviceOf, findPerson, newDevice, say, shot, signIn, typed } from './app.js';
import { seriousFindings } from './axe.js';
import { clientOf, newPeople, type Person } from './people.js';

let browser: Browser;
let ada: Person;
let li: Person;
let bo: Person;
let cy: Person;
let page: Page;

beforeAll(async () => {
  browser = await launchBrowser();
  [ada, li, bo, cy] = await newPeople('Ada Keys', '李按键', 'Bo Keys', 'Cy Keys');
  page = await deviceOf(browser, ada);
  // The list, from its top: Cy, Bo, Li.
  for (const person of [li, bo, cy]) {
    await findPerson(page, person);
    await say(page, `to ${person.name}`);
  }
});
afterAll(async () => browser.close());

const isOpen = (person: Person): Promise<void> => page.getByRole('heading', { name: person.name }).waitFor();

describe('from chat to chat', () => {
  it('the one below, the one above, and no further than the ends', async () => {
    await page.keyboard.press('Alt+ArrowDown');
    await isOpen(bo);
    await page.keyboard.press('Alt+ArrowDown');
    await isOpen(li);
    await page.keyboard.press('Alt+ArrowDown');
    await page.keyboard.press('Alt+ArrowUp');
    await isOpen(bo);
    // Where one writes has the focus at once.
    await page.locator('main :is(textarea, [role=textbox]):focus').waitFor();
    await page.goBack();
    await isOpen(li);
  });

  it('the next one with something unread; Escape reads it to its end', async () => {
    await page.keyboard.press('Alt+ArrowUp');
    await isOpen(bo);
    const client = await clientOf(li);
    const { conversationId } = await client.openDirect((await client.findUsers(ada.login))[0]?.userId ?? '');
    // Far more than fits, so that opening it does not read it all.
    for (let line = 1; line <= 30; line += 1) client.send(conversationId, `line ${line}\n·\n·\n·`);
    await chatRow(page, li.name).getByText('line 30').waitFor();
    // It stands first now.
    await page.keyboard.press('Alt+Shift+ArrowUp');
    await isOpen(li);
    const unread = chatRow(page, li.name).getByText(/unread message/);
    await unread.waitFor({ state: 'attached' });
    await page.keyboard.press('Escape');
    await unread.waitFor({ state: 'detached' });
    await client.stop();
  });
});

describe('the sheet of all shortcuts', () => {
  it('opens by its signs, is read by anybody, and gives the focus back', async () => {
    await composer(page).focus();
    await page.keyboard.press('Control+/');
    const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await sheet.getByText('Ctrl+K').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await shot(page, 'keys-sheet');
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
    await page.locator('main :is(textarea, [role=textbox]):focus').waitFor();
    await page.getByRole('button', { name: 'Jump to', exact: true }).focus();
    await page.keyboard.press('?');
    await sheet.waitFor();
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
  });

  it('is a question mark where one writes', async () => {
    await composer(page).focus();
    await page.keyboard.type('why?');
    await expect.poll(() => typed(composer(page))).toBe('why?');
    expect(await page.getByRole('dialog').count()).toBe(0);
    await composer(page).fill('');
  });

  it('is told to assistive technology on the buttons that do the same', async () => {
    const jump = page.getByRole('button', { name: 'Jump to', exact: true });
    expect(await jump.getAttribute('aria-keyshortcuts')).toBe('Control+K');
    expect(await page.getByRole('button', { name: 'New group' }).getAttribute('aria-keyshortcuts')).toBe('Control+G');
  });
});

it('is the same on a phone, in Chinese and in the dark', async () => {
  const viewport = { width: 360, height: 740 };
  const phone = await (await newDevice(browser, { locale: 'zh-CN', colorScheme: 'dark', viewport })).newPage();
  await signIn(phone, li);
  await chatRow(phone, ada.name).waitFor();
  await phone.keyboard.press('?');
  await phone.getByRole('dialog', { name: '键盘快捷键' }).waitFor();
  expect(await seriousFindings(phone)).toEqual([]);
  await shot(phone, 'keys-sheet-zh-dark-360');
  await phone.context().close();
});
