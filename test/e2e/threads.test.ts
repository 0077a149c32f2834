import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.js';
import { chatRow, composer, deviceOf, findPerson, message, say, shot, signedIn, pressBeside, typed } from './app.js';
import { seriousFindings } from './axe.js';
import { newPeople, type Person } from './people.js';

let browser: Browser;
let ada: Person;
let li: Person;
/** Two devices of Ada, one of 李雷. */
let here: Page;
let there: Page;
let his: Page;
beforeAll(async () => {
  browser = await launchBrowser();
  [ada, li] = await newPeople('Ada Thread', '李雷');
  here = await deviceOf(browser, ada);
  await findPerson(here, li);
  await say(here, 'shall we meet on Tuesday?');
  await say(here, 'and what about lunch?');
  there = await deviceOf(browser, ada);
  his = await deviceOf(browser, li, { locale: 'zh-CN', colorScheme: 'dark' });
  await chatRow(his, ada.name).click();
  await message(his, 'and what about lunch?').waitFor();
});
afterAll(async () => browser.close());

const pane = (page: Page): Locator => page.getByRole('complementary', { name: /^Thread in |中的话题$/ });
const field = (page: Page): Locator => pane(page).getByRole('textbox');
const reply = (page: Page, text: string): Locator =>
  pane(page)
    .getByRole('article')
    .filter({ has: page.getByText(text, { exact: true }) });
/** The chat without the pane beside it. */
const flow = (page: Page): Locator => page.getByRole('log', { name: /^Messages with |的消息$/ });
const footer = (page: Page, text: string): Locator =>
  flow(page)
    .getByRole('article')
    .filter({ has: page.getByText(text, { exact: true }) })
    .getByRole('button', { name: /Open the thread$|打开话题$/ });
const threads = (page: Page, name: RegExp | string): Locator =>
  page.getByRole('navigation').getByRole('button', { name, exact: true });

async function answer(page: Page, text: string): Promise<void> {
  await field(page).fill(text);
  await field(page).press('Enter');
  await reply(page, text).and(page.locator('[data-seq]')).waitFor();
}

async function choose(of: Locator, act: string): Promise<void> {
  await pressBeside(of, /^(More|更多)$/);
  await of.page().getByRole('menuitem', { name: act, exact: true }).click();
}

const ROOT = 'shall we meet on Tuesday?';

describe('a reply in a thread', () => {
  it('is said beside the chat, is not in the flow, and counts as nothing unread of the chat', async () => {
    await choose(message(his, ROOT), '在话题中回复');
    await pane(his).getByText('还没有回复').waitFor();
    await expect.poll(() => field(his).evaluate((element) => element === document.activeElement)).toBe(true);
    await shot(his, 'threads-empty-zh-dark');
    await answer(his, '周二可以');
    await footer(here, ROOT).filter({ hasText: '1 reply' }).waitFor();
    await footer(his, ROOT).filter({ hasText: '1 条回复' }).waitFor();
    for (const page of [here, his]) expect(await flow(page).getByText('周二可以').count()).toBe(0);
    await chatRow(there, li.name).filter({ hasText: '[Thread]' }).waitFor();
    expect(await chatRow(there, li.name).textContent()).not.toMatch(/unread/);
    await shot(there, 'threads-chat-list');
  });

  it('is counted for whoever said the message, and marked until it is read: then on every device', async () => {
    for (const page of [here, there]) await threads(page, 'Threads, 1 with new replies').waitFor();
    await expect.poll(() => footer(here, ROOT).textContent()).toContain('1 new');
    await shot(here, 'threads-footer');
    await threads(there, 'Threads, 1 with new replies').click();
    const item = there.getByRole('dialog', { name: 'Threads' }).getByRole('listitem');
    await item.filter({ hasText: ROOT }).filter({ hasText: '李雷: 周二可以' }).waitFor();
    await item.getByText('1 new reply').waitFor();
    await shot(there, 'threads-list');
    await item.getByRole('button', { name: ROOT }).click();
    await reply(there, '周二可以').waitFor();
    expect(new URL(there.url()).pathname).toMatch(/^\/c\/\d+\/t\/1$/);
    for (const page of [here, there]) await threads(page, 'Threads').waitFor();
    await expect.poll(() => footer(here, ROOT).textContent()).not.toContain('new');
  });

  it('is edited, reacted to, quoted and recalled in its thread, and the count stays', async () => {
    await footer(here, ROOT).click();
    await answer(here, 'at ten?');
    await field(here).press('ArrowUp');
    await pane(here).getByLabel('Edit message').fill('at eleven?');
    await pane(here).getByLabel('Edit message').press('Enter');
    await reply(his, 'at eleven?').waitFor();
    await pressBeside(reply(his, 'at eleven?'), '表情回应');
    await his.getByRole('button', { name: '庆祝' }).click();
    await reply(here, 'at eleven?')
      .getByRole('button', { name: /^party, 1 person: 李雷$/ })
      .waitFor();
    await choose(reply(his, 'at eleven?'), '回复');
    await pane(his).getByText(`回复 ${ada.name}：`).waitFor();
    // The chat beside it answers nothing.
    expect(await his.locator('main').getByText(`回复 ${ada.name}：`).count()).toBe(1);
    await answer(his, '可以的');
    await reply(here, '可以的')
      .getByRole('button', { name: `Answers ${ada.name} at eleven? Show it` })
      .waitFor();
    await shot(here, 'threads-pane');
    await shot(his, 'threads-pane-zh-dark');
    await choose(reply(his, '可以的'), '撤回');
    await his.getByRole('alertdialog').getByRole('button', { name: '撤回' }).click();
    await pane(here).getByText('李雷 recalled a message').waitFor();
    await footer(here, ROOT).filter({ hasText: '3 replies' }).waitFor();
  });

  it('that is in a quote, or saved, is shown in its thread', async () => {
    await choose(reply(here, 'at eleven?'), 'Save for me');
    await here.getByRole('menu').waitFor({ state: 'hidden' });
    await here.keyboard.press('Escape');
    await pane(here).waitFor({ state: 'hidden' });
    await here.getByRole('navigation').getByRole('button', { name: 'Saved' }).click();
    await here.getByRole('dialog', { name: 'Saved' }).getByText('at eleven?').click();
    await reply(here, 'at eleven?').waitFor();
  });
});

describe('a thread', () => {
  it('is left and followed again; left, it says nothing of what others say, until I say something', async () => {
    await pane(here).getByRole('button', { name: 'Stop following this thread' }).click();
    await pane(here).getByRole('button', { name: 'Follow this thread' }).waitFor();
    await threads(there, 'Threads').click();
    await there.getByRole('dialog', { name: 'Threads' }).getByText('No threads yet').waitFor();
    await there.keyboard.press('Escape');
    await pane(here).getByRole('button', { name: 'Follow this thread' }).click();
    await threads(there, 'Threads').click();
    const item = there.getByRole('dialog', { name: 'Threads' }).getByRole('listitem').filter({ hasText: ROOT });
    await item.getByRole('button', { name: `More for this thread in ${li.name}` }).click();
    await there.getByRole('menuitem', { name: 'Stop following this thread' }).click();
    await item.waitFor({ state: 'hidden' });
    await there.keyboard.press('Escape');
    await pane(here).getByRole('button', { name: 'Follow this thread' }).waitFor();
    await here.keyboard.press('Escape');
    await there.getByRole('button', { name: 'Close the thread' }).click();
    await answer(his, '还在吗？');
    await footer(here, ROOT).filter({ hasText: '4 replies' }).waitFor();
    expect(await threads(here, 'Threads, 1 with new replies').count()).toBe(0);
    await footer(here, ROOT).click();
    await answer(here, 'yes, here');
    await pane(here).getByRole('button', { name: 'Stop following this thread' }).waitFor();
    await here.keyboard.press('Escape');
    await answer(his, '好的');
    for (const page of [here, there]) await threads(page, 'Threads, 1 with new replies').waitFor();
    await footer(here, ROOT).click();
    await pane(here).getByRole('separator', { name: 'New' }).waitFor();
    for (const page of [here, there]) await threads(page, 'Threads').waitFor();
  });

  it('keeps what is typed in it on all devices, apart from what is typed in the chat', async () => {
    await footer(there, ROOT).click();
    await field(here).fill('half a reply');
    await expect.poll(() => typed(field(there))).toBe('half a reply');
    await here.reload();
    await signedIn(here);
    await expect.poll(() => typed(field(here))).toBe('half a reply');
    expect(await typed(composer(here).first())).toBe('');
    await field(there).press('Enter');
    await reply(here, 'half a reply').waitFor();
    await expect.poll(() => typed(field(here))).toBe('');
  });

  it('is opened by its address, and says what is wrong when there is none', async () => {
    const { pathname } = new URL(here.url());
    await here.goto(pathname.replace(/\d+$/, '2'));
    await pane(here).getByText('and what about lunch?').waitFor();
    await pane(here).getByText('No replies yet').waitFor();
    await here.goto(pathname.replace(/\d+$/, '999'));
    await pane(here).getByText('There is no such thread here, or its message is no longer available.').waitFor();
    await shot(here, 'threads-not-found');
    await pane(here).getByRole('button', { name: 'Close the thread' }).last().click();
    await pane(here).waitFor({ state: 'hidden' });
    expect(new URL(here.url()).pathname).toMatch(/^\/c\/\d+$/);
  });

  it('has nothing that keeps anybody out', async () => {
    expect(await seriousFindings(his)).toEqual([]);
    expect(await seriousFindings(there)).toEqual([]);
  });
});

it('by keyboard alone: from the message into its thread, a reply, and back to where one was', async () => {
  await composer(here).first().focus();
  await here.keyboard.press('Shift+Tab');
  await flow(here).focus();
  await here.keyboard.press('ArrowUp');
  await here.keyboard.press('ArrowUp');
  await here.keyboard.press('Tab');
  const focused = (): Promise<string> =>
    here.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.tagName ?? '');
  for (let step = 0; (await focused()) !== 'Reply in thread'; step += 1) {
    expect(step).toBeLessThan(8);
    await here.keyboard.press('Tab');
  }
  await here.keyboard.press('Enter');
  await field(here).and(here.locator(':focus')).waitFor();
  await here.keyboard.type('typed without a mouse');
  await here.keyboard.press('Enter');
  await reply(here, 'typed without a mouse').waitFor();
  await here.keyboard.press('Escape');
  await pane(here).waitFor({ state: 'hidden' });
  await expect.poll(focused).toBe('Reply in thread');
});

it('on a narrow touch screen it fills the page, and Back closes it', async () => {
  const phone = await deviceOf(browser, ada, {
    viewport: { width: 360, height: 740 },
    hasTouch: true,
    isMobile: true,
    locale: 'zh-CN',
    colorScheme: 'light',
  });
  // What stands open on another device is read there.
  await there.getByRole('button', { name: 'Close the thread' }).click();
  await answer(his, '手机上也能看到');
  await phone.getByRole('navigation').getByRole('button', { name: '话题，1 个有新回复' }).tap();
  await shot(phone, 'threads-list-narrow');
  await phone.getByRole('dialog').getByRole('button', { name: ROOT }).tap();
  await reply(phone, '手机上也能看到').waitFor();
  await shot(phone, 'threads-pane-narrow');
  const box = await pane(phone).boundingBox();
  expect([box?.x, box?.width]).toEqual([0, 360]);
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  await phone.goBack();
  await pane(phone).waitFor({ state: 'hidden' });
  await footer(phone, ROOT).waitFor();
  await shot(phone, 'threads-footer-narrow');
  await phone.goBack();
  await chatRow(phone, li.name).waitFor();
  await phone.context().close();
});
