import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.js';
import type { ParleyClient } from '@parley/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chatRow, composer, deviceOf, findPerson, message, newDevice, say, shot, signIn } from './app.js';
import { seriousFindings } from './axe.js';
import { clientOf, newPeople, type Person } from './people.js';

let browser: Browser;
let ada: Person;
let li: Person;
let bo: Person;
let page: Page;
/** A device of Li, who is there. */
let lis: ParleyClient;

beforeAll(async () => {
  browser = await launchBrowser();
  [ada, li, bo] = await newPeople('Ada Profile', '李资料', 'Bo Profile');
  lis = await clientOf(li);
  await lis.ownPresence.set({ custom: { emoji: '🌴', text: 'On holiday', until: Date.now() + 3_600_000 } });
  page = await deviceOf(browser, ada);
  await findPerson(page, li);
  await say(page, 'hello');
});
afterAll(async () => {
  await lis.stop();
  await browser.close();
});

const card = (on: Page) => on.getByRole('dialog', { name: /^(Profile|个人资料)$/ });
const path = (on: Page): string => new URL(on.url()).pathname;

async function close(on: Page): Promise<void> {
  await on.keyboard.press('Escape');
  await card(on).waitFor({ state: 'detached' });
}

/** By the Tab key alone. */
async function tabBackTo(on: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 40; presses += 1) {
    await on.keyboard.press('Shift+Tab');
    if ((await on.evaluate(() => document.activeElement?.textContent)) === name) return;
  }
  throw new Error(`the focus never came to ${name}`);
}

describe('the card of somebody', () => {
  it('is opened from the head of their chat by keyboard, and gives the focus back', async () => {
    await composer(page).focus();
    await tabBackTo(page, li.name);
    await page.keyboard.press('Enter');
    await card(page).getByText(li.login).waitFor();
    await card(page).getByText('Online').waitFor();
    await card(page).getByText('On holiday').waitFor();
    await card(page)
      .getByText(/^Clears /)
      .waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await shot(page, 'profile');
    await close(page);
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe(li.name);
  });

  it('and from their face, their name and a mention of them', async () => {
    lis.send((await lis.openDirect((await lis.findUsers(ada.login))[0]?.userId ?? '')).conversationId, 'hi Ada');
    const said = message(page, 'hi Ada');
    await said.waitFor();
    await said.locator('button[aria-hidden]').click();
    await card(page).getByText(li.login).waitFor();
    await close(page);
    await said.getByRole('button', { name: li.name }).click();
    await card(page).getByText(li.login).waitFor();
    await close(page);
    await composer(page).pressSequentially('@李');
    await page.getByRole('listbox', { name: 'People to mention' }).getByRole('option', { name: li.name }).waitFor();
    await composer(page).press('Tab');
    await composer(page).pressSequentially('look');
    await composer(page).press('Enter');
    await page
      .locator('main article')
      .getByRole('button', { name: `@${li.name}` })
      .click();
    await card(page).getByText(li.login).waitFor();
    await close(page);
  });

  it('has an address, and the way to write', async () => {
    const [user] = await lis.findUsers(bo.login);
    await page.goto(`/u/${user?.userId}`);
    await card(page).getByText(bo.login).waitFor();
    // What stands below the card is there for the eyes alone.
    await page.locator('li a', { hasText: li.name }).waitFor();
    await shot(page, 'profile-address');
    await close(page);
    expect(path(page)).toBe('/');
    await page.goto(`/u/${user?.userId}`);
    await card(page).getByRole('button', { name: 'Send a message' }).press('Enter');
    await page.getByRole('heading', { name: bo.name }).waitFor();
    await card(page).waitFor({ state: 'detached' });
    await page.goBack();
    await page.getByText('Pick a chat').waitFor();
    expect(path(page)).toBe('/');
  });

  it('of nobody says so', async () => {
    for (const nobody of ['nobody', '9007199254740991']) {
      await page.goto(`/u/${nobody}`);
      await card(page).getByText('There is no such person.').waitFor();
      await close(page);
    }
  });

  it('of myself leads to my status', async () => {
    const me = await clientOf(ada);
    await page.goto(`/u/${me.me?.userId}`);
    await me.stop();
    await card(page).getByRole('button', { name: 'Set status' }).press('Enter');
    await page.getByRole('dialog', { name: 'How others see me' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.goto(`/u/${me.me?.userId}`);
    await card(page).getByRole('button', { name: 'Notes to myself' }).press('Enter');
    await page.getByRole('heading', { name: 'Notes to myself' }).waitFor();
  });
});

it('is the same on a phone, in Chinese and in the dark', async () => {
  const viewport = { width: 360, height: 740 };
  const phone = await (await newDevice(browser, { locale: 'zh-CN', colorScheme: 'dark', viewport })).newPage();
  await signIn(phone, ada);
  await chatRow(phone, li.name).click();
  await phone.getByRole('heading', { name: li.name }).getByRole('button').press('Enter');
  await card(phone).getByText('On holiday').waitFor();
  expect(await seriousFindings(phone)).toEqual([]);
  await shot(phone, 'profile-zh-dark-360');
  await phone.context().close();
});
