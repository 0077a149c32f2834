import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.js';
import { composer, findPerson, message, newDevice, shot, signedIn } from './app.js';
import { clientOf, newPeople, type Person } from './people.js';

const MOST_PRESSES = 40;

let browser: Browser;
let ada: Person;
let li: Person;
let page: Page;
/** One for each time that a pointer was pressed. */
const pointers: string[] = [];
beforeAll(async () => {
  browser = await launchBrowser();
  [ada, li] = await newPeople('Ada Keys', '李键盘');
  const his = await clientOf(li);
  const [found] = await his.findUsers(ada.login);
  const { conversationId } = await his.openDirect(found?.userId ?? '');
  await his.whenSent(his.send(conversationId, 'shall we meet?'));
  await his.whenSent(his.send(conversationId, 'or later?'));
  await his.stop();
  const device = await newDevice(browser);
  await device.exposeFunction('pointerUsed', () => pointers.push('used'));
  await device.addInitScript(() => {
    const { pointerUsed } = window as unknown as { pointerUsed: () => void };
    addEventListener('pointerdown', () => pointerUsed(), { capture: true });
  });
  page = await device.newPage();
});
afterEach(() => {
  expect(pointers).toEqual([]);
});
afterAll(async () => browser.close());

const press = async (key: string): Promise<void> => page.keyboard.press(key);

async function hasFocus(target: Locator): Promise<boolean> {
  return (await target.count()) === 1 && target.evaluate((element) => element === document.activeElement);
}

/** What has the focus is somewhere, can be seen, and shows that it has it. */
async function focusShows(): Promise<void> {
  const shown = await page.evaluate(() => {
    const element = document.activeElement;
    if (element === null || element === document.body) return 'nothing';
    const { width, height } = element.getBoundingClientRect();
    return width > 0 && height > 0 && element.matches(':focus-visible') ? 'shows' : element.outerHTML.slice(0, 300);
  });
  expect(shown).toBe('shows');
}

/** Goes on with a key until this has the focus; it is lost nowhere on the way. */
async function goTo(target: Locator, key: 'Tab' | 'Shift+Tab' | 'ArrowUp' | 'ArrowRight'): Promise<void> {
  for (let presses = 0; presses < MOST_PRESSES; presses += 1) {
    if (await hasFocus(target)) return;
    await press(key);
    await focusShows();
  }
  throw new Error(
    `not reached by ${key}; the focus is on ${await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 300))}`,
  );
}

const log = (): Locator => page.getByRole('log');

/** From the field to a message, by the list of them. */
async function goToMessage(text: string): Promise<Locator> {
  await goTo(log(), 'Shift+Tab');
  const wanted = message(page, text);
  await goTo(wanted, 'ArrowUp');
  return wanted;
}

async function focused(target: Locator): Promise<void> {
  await expect.poll(() => hasFocus(target)).toBe(true);
}

describe('by keyboard alone', () => {
  it('somebody signs in', async () => {
    await page.goto('/');
    await page.getByLabel('Login').waitFor();
    await goTo(page.getByLabel('Login'), 'Tab');
    await page.keyboard.type(ada.login);
    await press('Tab');
    await focused(page.getByLabel('Password'));
    await page.keyboard.type(ada.password);
    await press('Enter');
    await signedIn(page);
  });

  it('finds a person, and what they said', async () => {
    await findPerson(page, li);
    await message(page, 'or later?').waitFor();
    await focused(composer(page));
    await goToMessage('shall we meet?');
    await press('ArrowDown');
    await focused(message(page, 'or later?'));
    await shot(page, 'keyboard-reading');
  });

  it('answers a message with a quote', async () => {
    const quoted = message(page, 'or later?');
    await goTo(quoted.getByRole('button', { name: 'Reply', exact: true }), 'Tab');
    await press('Enter');
    await focused(composer(page));
    await page.keyboard.type('on Tuesday');
    await press('Enter');
    await message(page, 'on Tuesday').getByText('or later?').waitFor();
    await focused(composer(page));
  });

  it('reacts to one', async () => {
    const liked = await goToMessage('shall we meet?');
    await goTo(liked.getByRole('button', { name: 'React', exact: true }), 'Tab');
    await press('Enter');
    await page.getByRole('dialog').waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.closest('[role=dialog]') !== null)).toBe(true);
    await goTo(page.getByRole('dialog').getByRole('button', { name: 'heart', exact: true }).first(), 'Tab');
    await press('Enter');
    await liked.getByRole('button', { name: /^heart, 1 person/ }).waitFor();
    await expect.poll(() => liked.evaluate((article) => article.contains(document.activeElement))).toBe(true);
    await focusShows();
  });

  it('changes the last thing that was said', async () => {
    await goTo(composer(page), 'Tab');
    await press('ArrowUp');
    const field = page.getByLabel('Edit message');
    await focused(field);
    await press('End');
    await page.keyboard.type(' at ten');
    await press('Enter');
    await message(page, 'on Tuesday at ten').getByText('(edited)').waitFor();
    await focused(composer(page));
    // Also when it stays as it was.
    await press('ArrowUp');
    await focused(field);
    await press('Escape');
    await focused(composer(page));
  });

  it('says something in a thread, and comes back', async () => {
    const root = await goToMessage('or later?');
    await goTo(root.getByRole('button', { name: 'Reply in thread', exact: true }), 'Tab');
    await press('Enter');
    const pane = page.getByRole('complementary', { name: /^Thread in / });
    await focused(pane.getByRole('textbox'));
    await page.keyboard.type('let us say so here');
    await press('Enter');
    await pane.getByRole('article').filter({ hasText: 'let us say so here' }).and(page.locator('[data-seq]')).waitFor();
    await press('Escape');
    await pane.waitFor({ state: 'detached' });
    await focusShows();
    await root.getByRole('button', { name: /Open the thread$/ }).waitFor();
  });

  it('sets how the client looks', async () => {
    await goTo(page.getByRole('button', { name: 'Settings', exact: true }), 'Shift+Tab');
    await press('Enter');
    const light = page.getByRole('radio', { name: 'Light', exact: true });
    await light.waitFor();
    const chosen = page.getByRole('radiogroup', { name: 'Theme' }).getByRole('radio', { checked: true });
    await goTo(chosen, 'Tab');
    await goTo(page.getByRole('radio', { name: 'Dark', exact: true }), 'ArrowRight');
    await expect.poll(() => page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
    await press('Escape');
    await focused(page.getByRole('button', { name: 'Settings', exact: true }));
    await shot(page, 'keyboard-settings-dark');
  });
});
