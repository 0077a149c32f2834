import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launchBrowser } from '../support/browser.js';
import { saidBefore } from '../support/past.js';
import { composer, deviceOf, orTell, say, shot } from './app.js';
import { clientOf, newPeople, type Person } from './people.js';

const MESSAGES = 100_000;
/** What is drawn from at a time, and a page more; a row of it is so high on average, and no higher. */
const MOST = 450;
const HIGHEST = 90;
const MINUTE = 60_000;

let browser: Browser;
let ada: Person;
let li: Person;
let page: Page;
let path: string;

/** From a word to some thirty lines. */
function textOf(number: number): string {
  if (number % 97 === 0) return `number ${number}\n${'a line of it\n'.repeat(30)}end`;
  if (number % 7 === 0) return `number ${number}\n${'many words in a row, '.repeat(number % 40)}`;
  return `number ${number}`;
}

beforeAll(async () => {
  browser = await launchBrowser();
  [ada, li] = await newPeople('Ada Long', '李长久');
  const lis = await clientOf(li);
  const [found] = await lis.findUsers(ada.login);
  const { conversationId } = await lis.openDirect(found?.userId ?? '');
  const senderId = lis.me?.userId ?? '';
  const now = Date.now();
  const said = Array.from({ length: MESSAGES }, (_, at) => ({
    at: now - (MESSAGES - at) * MINUTE,
    text: textOf(at + 1),
  }));
  await saidBefore(inject('stack').env['PARLEY_DATA_DIR'] ?? '', { conversationId, senderId }, said);
  lis.markRead(conversationId, MESSAGES);
  await lis.stop();
  path = `/c/${conversationId}`;
  page = await deviceOf(browser, ada);
  await page.goto(path);
  await orTell(page, page.getByRole('button', { name: /new messages/ }).click());
  await orTell(page, drawn(MESSAGES).waitFor());
});
afterAll(async () => browser.close());

const log = (): Locator => page.getByRole('log');
const drawn = (seq: number): Locator => page.locator(`main article[data-seq="${seq}"]`);

/** The message at the top of what is in sight, and where it begins; rows that came into sight at once are drawn a moment later. */
async function atTop(): Promise<{ seq: number; top: number }> {
  for (;;) {
    const top = await drawnAtTop();
    if (top.seq > 0) return top;
  }
}

async function drawnAtTop(): Promise<{ seq: number; top: number }> {
  return log().evaluate((element) => {
    const edge = element.getBoundingClientRect().top;
    const rows = [...element.querySelectorAll<HTMLElement>('article[data-seq]')].map((row) => ({
      seq: Number(row.dataset['seq']),
      box: row.getBoundingClientRect(),
    }));
    const first = rows.sort((a, b) => a.seq - b.seq).find(({ box }) => box.bottom > edge + 1);
    return { seq: first?.seq ?? 0, top: (first?.box.top ?? 0) - edge };
  });
}

/** Turns the wheel until this message has been passed; no step may skip what lies between. */
async function wheelTo(seq: number, step: number): Promise<void> {
  await page.mouse.move(800, 400);
  const passed = (now: number): boolean => (step < 0 ? now <= seq : now >= seq);
  let before = (await atTop()).seq;
  for (let turn = 0; turn < 3_000 && !passed(before); turn += 1) {
    await page.mouse.wheel(0, step);
    await page.waitForTimeout(16);
    const now = (await atTop()).seq;
    expect(Math.abs(now - before), `from ${before} to ${now}`).toBeLessThan(120);
    before = now;
  }
  expect(passed(before)).toBe(true);
}

/** As high as all rows that there are to scroll. */
async function height(): Promise<number> {
  return log().evaluate((element) => element.scrollHeight);
}

describe(`a timeline of ${MESSAGES} messages of any height`, () => {
  it('is read back for pages and pages, and what is far below is let go of', async () => {
    const opened = await height();
    await wheelTo(MESSAGES - 1_800, -1_600);
    await shot(page, 'long-timeline-back');
    const after = await height();
    expect(after).toBeGreaterThan(opened);
    expect(await log().evaluate((element) => element.querySelectorAll('article').length)).toBeLessThan(80);
    await wheelTo(MESSAGES - 3_000, -1_600);
    // As much has left at the other end: all that was read would be three times as high.
    expect(await height()).toBeLessThan(MOST * HIGHEST);
  });

  it('keeps what is read where it is while that happens', async () => {
    await page.waitForTimeout(500);
    const before = await atTop();
    // What comes now is below what is held.
    const client = await clientOf(li);
    const { conversationId } = { conversationId: path.slice(3) };
    await client.whenSent(client.send(conversationId, 'said meanwhile'));
    await page.getByRole('button', { name: /new message/ }).waitFor();
    expect(await atTop()).toEqual(before);
    await client.stop();
  });

  it('is read down again without a hole', async () => {
    await wheelTo(MESSAGES - 1_500, 1_600);
    expect(await height()).toBeLessThan(MOST * HIGHEST);
  });

  it('jumps to the first message and back to the newest', async () => {
    await page.goto(`${path}/m/1`);
    await drawn(1).waitFor();
    await page
      .getByRole('button', { name: /new message|Jump to/ })
      .last()
      .click();
    await log().getByText('said meanwhile').waitFor();
  });

  it('follows what is said at its end, however much that is', async () => {
    const client = await clientOf(li);
    const conversationId = path.slice(3);
    // The last of them in one go: what is drawn at a time is less than that.
    for (const [round, count] of [50, 100, 100, 100, 100, 100, 100, 550].entries()) {
      const sends = Array.from({ length: count }, (_, at) => client.send(conversationId, textOf(round * 100 + at)));
      await Promise.all(sends.map((clientMsgId) => client.whenSent(clientMsgId)));
    }
    await client.whenSent(client.send(conversationId, 'the very last'));
    await log().getByText('the very last').waitFor();
    await expect.poll(async () => MESSAGES + 1_202 - (await atTop()).seq).toBeLessThan(40);
    await composer(page).focus();
    await say(page, 'heard it all');
    await client.stop();
  });
});
