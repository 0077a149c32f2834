import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.js';
import { chatRow, composer, deviceOf, shot } from './app.js';
import { clientOf, newPeople, type Person } from './people.js';

const MESSAGES = 262;
let browser: Browser;
let reader: Person;
let writer: Person;

beforeAll(async () => {
  browser = await launchBrowser();
  [reader, writer] = await newPeople('Reader One', 'Writer Two');
  const [theirs, mine] = [await clientOf(writer), await clientOf(reader)];
  const { conversationId } = await theirs.openDirect((mine.me ?? { userId: '' }).userId);
  const sends = Array.from({ length: MESSAGES }, (_, index) =>
    theirs.send(conversationId, index % 7 === 0 ? `message ${index + 1}\n一行\nanother line` : `message ${index + 1}`),
  );
  await Promise.all(sends.map((clientMsgId) => theirs.whenSent(clientMsgId)));
  await Promise.all([theirs.stop(), mine.stop()]);
});
afterAll(async () => browser.close());

function inChat(page: Page, text: string): Locator {
  return page.locator('main').getByText(text, { exact: true });
}

/** Where a text is on the screen. */
async function topOf(page: Page, text: string): Promise<number> {
  return (await inChat(page, text).boundingBox())?.y ?? Number.NaN;
}

it('opens at the first unread message, though all that is on the device is a reply in a thread', async () => {
  const [ada, li] = await newPeople('Ada First', '李首条');
  const [hers, his] = [await clientOf(ada), await clientOf(li)];
  const { conversationId } = await hers.openDirect(his.me?.userId ?? '');
  const { seq } = await his.whenSent(his.send(conversationId, 'where it began'));
  const sends = Array.from({ length: 90 }, (_, index) => hers.send(conversationId, `line ${index + 1}`));
  await Promise.all(sends.map((clientMsgId) => hers.whenSent(clientMsgId)));
  await his.whenSent(his.send(conversationId, 'in the thread', { thread: { seq } }));
  await Promise.all([hers.stop(), his.stop()]);
  const page = await deviceOf(browser, li);
  await page.evaluate(() => {
    const seen = new Set<string>();
    Object.assign(window, { seen });
    const look = (): void => {
      for (const row of document.querySelectorAll<HTMLElement>('main article')) seen.add(row.dataset['seq'] ?? '');
      requestAnimationFrame(look);
    };
    look();
  });
  await chatRow(page, ada.name).filter({ hasText: '90 unread' }).click();
  await page.getByRole('separator', { name: 'New' }).waitFor();
  await inChat(page, 'line 1').waitFor();
  await page.getByRole('button', { name: /new messages/ }).waitFor();
  // The end was in sight at no time: what was said there is unread.
  expect(await page.evaluate(() => (window as unknown as { seen: Set<string> }).seen.has('91'))).toBe(false);
  await page.context().close();
});

describe('a long timeline', () => {
  let page: Page;
  beforeAll(async () => {
    page = await deviceOf(browser, reader);
  });

  it('opens at the first unread message, under a line that says so', async () => {
    await chatRow(page, writer.name)
      .filter({ hasText: `${MESSAGES} unread` })
      .click();
    await page.getByRole('separator', { name: 'New' }).waitFor();
    await inChat(page, 'message 2').waitFor();
    expect(await inChat(page, `message ${MESSAGES}`).count()).toBe(0);
    await page.getByRole('button', { name: /new messages/ }).waitFor();
    await shot(page, 'timeline-first-unread');
  });

  it('jumps to the newest and marks all as read', async () => {
    await page.getByRole('button', { name: /new messages/ }).click();
    await inChat(page, `message ${MESSAGES}`).waitFor();
    await expect.poll(() => page.title()).toBe(`${writer.name} · Parley`);
    await shot(page, 'timeline-newest');
  });

  it('a text of many lines covers nothing of what was said last', async () => {
    for (let line = 1; line <= 6; line += 1) {
      await composer(page).pressSequentially(`line ${line}`);
      await composer(page).press('Shift+Enter');
    }
    const covered = (): Promise<number> =>
      page.getByRole('log').evaluate((log) => {
        const last = [...log.querySelectorAll('article')].at(-1);
        return (last?.getBoundingClientRect().bottom ?? Number.NaN) - log.getBoundingClientRect().bottom;
      });
    await expect.poll(covered).toBeLessThanOrEqual(0);
    await shot(page, 'timeline-many-lines');
    await composer(page).fill('');
  });

  it('pages history in above the reader without moving what they read', async () => {
    await page.reload();
    await inChat(page, `message ${MESSAGES}`).waitFor();
    await page.mouse.move(800, 400);
    const log = page.getByRole('log');
    const heights = new Set<number>();
    for (let turn = 0; turn < 300; turn += 1) {
      await page.mouse.wheel(0, -300);
      await page.waitForTimeout(30);
      heights.add(await log.evaluate((element) => element.scrollHeight));
      const top = await log.evaluate((element) => element.scrollTop);
      if (top === 0 && (await page.getByText('The beginning of your chat').count()) > 0) break;
    }
    await inChat(page, 'message 2').waitFor();
    expect(heights.size).toBeGreaterThan(2);
    await shot(page, 'timeline-beginning');
  });

  it('keeps its place when an older page arrives while it is at rest', async () => {
    await page.reload();
    await inChat(page, `message ${MESSAGES}`).waitFor();
    // Older pages wait until the reader has stopped.
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.evaluate(async () => {
      for (const { name } of await indexedDB.databases()) if (name !== undefined) indexedDB.deleteDatabase(name);
    });
    await page.route('**/messages?**beforeSeq**', async (route) => {
      await held;
      await route.continue();
    });
    await page.mouse.move(800, 400);
    await page.getByRole('log').evaluate((log) => log.scrollTo({ top: 0 }));
    await page.waitForTimeout(500);
    const first = await page.locator('main article').first().locator('p').last().innerText();
    const before = await topOf(page, first);
    const height = await page.getByRole('log').evaluate((log) => log.scrollHeight);
    release();
    await expect.poll(() => page.getByRole('log').evaluate((log) => log.scrollHeight)).toBeGreaterThan(height);
    await page.waitForTimeout(300);
    expect(Math.abs((await topOf(page, first)) - before)).toBeLessThanOrEqual(1);
  });
});
