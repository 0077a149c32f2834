import type { ParleyClient } from '@parley/sdk';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launchBrowser } from '../support/browser.js';
import {
  chatRow,
  composer,
  deviceOf,
  keptLocally,
  message,
  newDevice,
  pressBeside,
  say,
  shot,
  signIn,
  typed,
} from './app.js';
import { seriousFindings } from './axe.js';
import { clientOf, newPeople, type Person } from './people.js';

const NOTES = 160;
let browser: Browser;
let ada: Person;
let li: Person;
let lis: ParleyClient;
let conversationId: string;
let hers: Page;

beforeAll(async () => {
  browser = await launchBrowser();
  [ada, li] = await newPeople('Ada Links', '李链接');
  lis = await clientOf(li);
  const [found] = await lis.findUsers(ada.login);
  ({ conversationId } = await lis.openDirect(found?.userId ?? ''));
  const sends = Array.from({ length: NOTES }, (_, index) => lis.send(conversationId, `note ${index + 1}`));
  await Promise.all(sends.map((clientMsgId) => lis.whenSent(clientMsgId)));
  hers = await deviceOf(browser, ada, { permissions: ['clipboard-read', 'clipboard-write'] });
  await chatRow(hers, li.name).click();
  await hers.getByRole('button', { name: /new messages/ }).click();
  await message(hers, `note ${NOTES}`).waitFor();
});
afterAll(async () => {
  await lis.stop();
  await browser.close();
});

const place = (seq: number): string => `/c/${conversationId}/m/${seq}`;
const link = (seq: number): string => `${inject('stack').url}${place(seq)}`;
const path = (page: Page): string => new URL(page.url()).pathname;
const row = (page: Page, seq: number): Locator => page.getByRole('log').locator(`article[data-seq="${seq}"]`);

const marked = (page: Page): Locator => page.locator('article.bg-accent-soft');

/** The message is marked, and whole on the screen. */
async function isShown(page: Page, seq: number): Promise<void> {
  await row(page, seq).and(marked(page)).waitFor();
  const [box, log] = [await row(page, seq).boundingBox(), await page.getByRole('log').boundingBox()];
  if (!box || !log) throw new Error(`${seq} has no place`);
  expect(box.y).toBeGreaterThanOrEqual(log.y);
  expect(box.y + box.height).toBeLessThanOrEqual(log.y + log.height);
}

describe('a link to a message', () => {
  it('is copied from its menu, with the address of the installation', async () => {
    await pressBeside(message(hers, `note ${NOTES}`), 'More');
    await hers.getByRole('menuitem', { name: 'Copy link' }).click();
    await hers.getByText('Link copied').first().waitFor();
    expect(await hers.evaluate(() => navigator.clipboard.readText())).toBe(link(NOTES));
  });

  it('opens the chat there on a device that has nothing yet, also after a reload, and marks it for a moment', async () => {
    const page = await (await newDevice(browser)).newPage();
    await signIn(page, ada, place(12));
    await isShown(page, 12);
    await shot(page, 'message-link');
    expect(await message(page, `note ${NOTES}`).count()).toBe(0);
    await marked(page).waitFor({ state: 'detached' });
    await page.reload();
    await isShown(page, 12);
    // On from there to the newest, which the address says too.
    await page.getByRole('button', { name: 'Jump to the newest message' }).click();
    await message(page, `note ${NOTES}`).waitFor();
    await expect.poll(() => path(page)).toBe(`/c/${conversationId}`);
    await page.context().close();
  });

  it('in a text opens in place; back leads to where it was said, and forward to the message again', async () => {
    await lis.whenSent(lis.send(conversationId, `look at ${link(30)}`));
    const said = row(hers, NOTES + 1);
    await said.getByRole('link').click();
    await isShown(hers, 30);
    expect(path(hers)).toBe(place(30));
    expect(hers.context().pages()).toHaveLength(1);
    // The keys go on from there.
    await expect.poll(() => hers.evaluate(() => document.activeElement?.getAttribute('data-seq'))).toBe('30');
    await hers.goBack();
    await isShown(hers, NOTES + 1);
    await hers.goForward();
    await isShown(hers, 30);
    await hers.reload();
    await isShown(hers, 30);
    await hers.goBack();
    await isShown(hers, NOTES + 1);
  });

  it('of what is on the screen already marks it once more', async () => {
    await lis.whenSent(lis.send(conversationId, `and at ${link(NOTES)}`));
    await row(hers, NOTES + 2)
      .getByRole('link')
      .click();
    await isShown(hers, NOTES);
    await marked(hers).waitFor({ state: 'detached' });
    await row(hers, NOTES + 2)
      .getByRole('link')
      .click();
    await isShown(hers, NOTES);
  });

  it('leaves what is being written alone', async () => {
    await composer(hers).fill('half a thought');
    await hers.goBack();
    await isShown(hers, NOTES + 2);
    expect(await typed(composer(hers))).toBe('half a thought');
    await composer(hers).fill('');
  });

  it('of a reply opens its thread, and back closes it', async () => {
    await lis.whenSent(lis.send(conversationId, 'in the thread', { thread: { seq: 20 } }));
    await hers.goto(place(NOTES + 3));
    await hers.getByRole('complementary').getByText('in the thread', { exact: true }).waitFor();
    expect(path(hers)).toBe(`/c/${conversationId}/t/20`);
    await hers.goBack();
    await hers.getByRole('complementary').waitFor({ state: 'detached' });
    expect(path(hers)).toBe(`/c/${conversationId}`);
  });

  it('of one that is gone says so, and leads to the newest', async () => {
    await pressBeside(message(hers, `note ${NOTES}`), 'More');
    await hers.getByRole('menuitem', { name: 'Delete for me' }).click();
    await hers.getByRole('alertdialog').getByRole('button', { name: 'Delete for me' }).click();
    await row(hers, NOTES).waitFor({ state: 'detached' });
    await expect.poll(async () => (await keptLocally(hers)).includes(`"note ${NOTES}"`)).toBe(false);
    for (const seq of [NOTES, 99_999]) {
      await hers.goto(place(seq));
      await hers.getByText('This message can’t be shown').waitFor();
    }
    expect(await seriousFindings(hers)).toEqual([]);
    await shot(hers, 'message-link-gone');
    await hers.getByRole('button', { name: 'Go to the newest messages' }).click();
    await row(hers, NOTES + 2).waitFor();
    expect(path(hers)).toBe(`/c/${conversationId}`);
    await say(hers, 'here I am');
  });

  it('in Chinese, dark and narrow', async () => {
    const page = await deviceOf(browser, li, {
      locale: 'zh-CN',
      colorScheme: 'dark',
      viewport: { width: 360, height: 740 },
    });
    await page.goto(place(60));
    await isShown(page, 60);
    await shot(page, 'message-link-zh-dark-360');
    await page.goto(`/c/${conversationId}/m/nothing`);
    await page.getByText('这条消息无法显示').waitFor();
    await shot(page, 'message-link-gone-zh-dark-360');
    await page.getByRole('button', { name: '查看最新消息' }).click();
    await message(page, 'here I am').waitFor();
    await page.getByRole('button', { name: '返回' }).click();
    await chatRow(page, ada.name).waitFor();
    await page.context().close();
  });

  it('of a chat that is not mine says that, and leads to mine', async () => {
    const [stranger] = await newPeople('Stranger');
    const page = await deviceOf(browser, stranger);
    await page.goto(place(1));
    await page.getByRole('main').getByRole('button').click();
    await expect.poll(() => path(page)).toBe('/');
    await page.context().close();
  });
});
