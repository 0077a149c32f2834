import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launchBrowser } from '../support/browser.js';
import { saidBefore } from '../support/past.js';
import { composer, deviceOf, shot } from './app.js';
import { seriousFindings } from './axe.js';
import { clientOf, newPeople, type Person } from './people.js';

const DAY = 86_400_000;
const ZONE = 8 * 3_600_000;
const now = Date.now();
/** Where the devices of these tests are. */
const today = Math.floor((now + ZONE) / DAY) * DAY - ZONE;
const EIGHT_DAYS_AGO = new Date(today - 8 * DAY + ZONE).toISOString().slice(0, 10);

let browser: Browser;
let ada: Person;
let li: Person;
let hers: Page;
let path: string;

/** As a calendar says it: the day before, or the last one of a shorter month. */
function lastMonth(): number {
  const day = new Date(today + ZONE);
  const wanted = day.getUTCDate();
  day.setUTCMonth(day.getUTCMonth() - 1);
  if (day.getUTCDate() !== wanted) day.setUTCDate(0);
  return day.getTime() - ZONE;
}

const during = (name: string, [from, to]: readonly [number, number], count: number): { at: number; text: string }[] =>
  Array.from({ length: count }, (_, n) => ({
    at: from + Math.floor(((to - from) * (n + 1)) / (count + 1)),
    text: n % 5 === 3 ? `${name} ${n + 1}\nwith a second line\nand a third` : `${name} ${n + 1}`,
  }));

beforeAll(async () => {
  browser = await launchBrowser();
  [ada, li] = await newPeople('Ada Days', '李日期');
  const lis = await clientOf(li);
  const [found] = await lis.findUsers(ada.login);
  const { conversationId } = await lis.openDirect(found?.userId ?? '');
  const senderId = lis.me?.userId ?? '';
  await lis.stop();
  // Nothing was said a week ago, nor in most of the month before.
  await saidBefore(inject('stack').env['PARLEY_DATA_DIR'] ?? '', { conversationId, senderId }, [
    ...during('old', [today - 60 * DAY, today - 59 * DAY], 120),
    ...during('month', [lastMonth(), lastMonth() + DAY], 80),
    ...during('eight', [today - 8 * DAY, today - 7 * DAY], 80),
    ...during('yesterday', [today - DAY, today], 80),
    ...during('today', [today, now], 60),
  ]);
  path = `/c/${conversationId}`;
  hers = await deviceOf(browser, ada);
  await hers.goto(path);
  await hers.getByRole('button', { name: /new messages/ }).click();
  await said(hers, 'today 60').waitFor();
});
afterAll(async () => browser.close());

const said = (page: Page, text: string): Locator =>
  page
    .getByRole('log')
    .locator('article')
    .filter({ has: page.getByText(new RegExp(`^${text}\\b`)) });
/** The one that floats stands behind the messages. */
const pill = (page: Page): Locator => page.getByRole('button', { name: /(Jump to a date|跳转到日期)$/ }).last();
const choices = (page: Page): Locator => page.getByRole('dialog', { name: /^(Jump to a date|跳转到日期)$/ });

async function jump(page: Page, to: string | RegExp): Promise<void> {
  await pill(page).press('Enter');
  await choices(page).getByRole('button', { name: to, exact: true }).press('Enter');
  await choices(page).waitFor({ state: 'detached' });
}

/** It is the first message on the screen, with its day above it, and the keys go on from it. */
async function beginsAt(page: Page, text: string): Promise<void> {
  await said(page, text).waitFor();
  const fromTop = async (): Promise<number> => {
    const [box, log] = [await said(page, text).boundingBox(), await page.getByRole('log').boundingBox()];
    return box && log ? box.y - log.y : Number.NaN;
  };
  await expect.poll(fromTop).toBeGreaterThanOrEqual(0);
  await expect.poll(fromTop).toBeLessThan(180);
  await expect.poll(() => focused(page)).toContain(text);
}

/** Of the message that has the focus; all around it has its text, too. */
async function focused(page: Page): Promise<string | null> {
  return page.evaluate(() => (document.activeElement?.matches('article') ? document.activeElement.textContent : null));
}

describe('jumping to a day', () => {
  it('is offered by the day at the top; Escape gives the focus back', async () => {
    await pill(hers).click();
    await choices(hers).waitFor();
    await shot(hers, 'jump-to-date');
    expect(await seriousFindings(hers)).toEqual([]);
    await hers.keyboard.press('Escape');
    await choices(hers).waitFor({ state: 'detached' });
    await expect
      .poll(() => hers.evaluate(() => document.activeElement?.getAttribute('aria-label')))
      .toMatch(/^Today\./);
  });

  it('yesterday, last month and the beginning', async () => {
    await jump(hers, 'Yesterday');
    await beginsAt(hers, 'yesterday 1');
    await shot(hers, 'jump-to-date-yesterday');
    // As when the choices give the focus back after that.
    await hers.getByRole('log').focus();
    await beginsAt(hers, 'yesterday 1');
    // Who has been elsewhere meanwhile has come back on their own.
    await jump(hers, 'Yesterday');
    await beginsAt(hers, 'yesterday 1');
    await composer(hers).focus();
    await hers.getByRole('log').focus();
    expect(await hers.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('log');
    await jump(hers, 'Last month');
    await beginsAt(hers, 'month 1');
    await jump(hers, 'The beginning');
    await beginsAt(hers, 'old 1');
    await hers.getByText('The beginning of your chat').waitFor();
  });

  it('to the nearest where nothing was said, which is told', async () => {
    await jump(hers, 'Last week');
    await beginsAt(hers, 'yesterday 1');
    await hers
      .getByText(/^Nothing was said here on .+\. The nearest message is from Yesterday\.$/)
      .first()
      .waitFor();
  });

  it('to any date, by keyboard alone, from a day between the messages too; and back to the newest', async () => {
    await hers
      .getByRole('log')
      .getByRole('button', { name: /Jump to a date$/ })
      .first()
      .click();
    await choices(hers).getByLabel('Date', { exact: true }).fill(EIGHT_DAYS_AGO);
    await hers.keyboard.press('Enter');
    await beginsAt(hers, 'eight 1');
    await hers.keyboard.press('ArrowDown');
    await expect.poll(() => focused(hers)).toContain('eight 2');
    await jump(hers, 'The newest message');
    await said(hers, 'today 60').waitFor();
  });

  it('reads on both ways from there', async () => {
    await jump(hers, 'Last month');
    await beginsAt(hers, 'month 1');
    await hers.mouse.move(800, 400);
    for (let turn = 0; turn < 80 && (await said(hers, 'old 118').count()) === 0; turn += 1) {
      await hers.mouse.wheel(0, -200);
      await hers.waitForTimeout(30);
    }
    await said(hers, 'old 118').waitFor();
    for (let turn = 0; turn < 200 && (await said(hers, 'eight 3').count()) === 0; turn += 1) {
      await hers.mouse.wheel(0, 300);
      await hers.waitForTimeout(30);
    }
    await said(hers, 'eight 3').waitFor();
  });

  it('in Chinese, dark and narrow', async () => {
    const page = await deviceOf(browser, ada, {
      locale: 'zh-CN',
      colorScheme: 'dark',
      viewport: { width: 360, height: 740 },
    });
    await page.goto(path);
    await said(page, 'today 60').waitFor();
    await pill(page).click();
    await choices(page).waitFor();
    await shot(page, 'jump-to-date-zh-dark-360');
    expect(await seriousFindings(page)).toEqual([]);
    await choices(page).getByRole('button', { name: '昨天' }).click();
    await beginsAt(page, 'yesterday 1');
    await shot(page, 'jump-to-date-yesterday-zh-dark-360');
    await page.context().close();
  });
});
