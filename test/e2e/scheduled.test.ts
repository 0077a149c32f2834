import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.js';
import { chatRow, composer, deviceOf, findPerson, message, say, shot, typed } from './app.js';
import { seriousFindings } from './axe.js';
import { newPeople, type Person } from './people.js';

let browser: Browser;
let ada: Person;
let li: Person;
let hers: Page;
let his: Page;
beforeAll(async () => {
  browser = await launchBrowser();
  [ada, li] = await newPeople('Ada Byron', '李雷');
  hers = await deviceOf(browser, ada);
  his = await deviceOf(browser, li, {
    locale: 'zh-CN',
    colorScheme: 'dark',
    viewport: { width: 360, height: 740 },
  });
  await findPerson(hers, li);
  await say(hers, 'hello');
  await chatRow(his, ada.name).click();
  await message(his, 'hello').waitFor();
});
afterAll(async () => browser.close());

async function later(page: Page, text: string, item: RegExp): Promise<void> {
  await composer(page).fill(text);
  await page.getByRole('button', { name: /^(Send later|定时发送)$/ }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

describe('a message that is sent later', () => {
  it('is chosen from the menu beside Send, listed, changed and deleted, and nobody else sees any of it', async () => {
    await composer(hers).fill('good morning');
    await hers.getByRole('button', { name: 'Send later' }).click();
    await shot(hers, 'scheduled-menu');
    await hers.getByRole('menuitem', { name: /^Tomorrow · 09:00$/ }).click();
    await hers.getByRole('button', { name: '1 message scheduled' }).waitFor();
    expect(await typed(composer(hers))).toBe('');
    await later(hers, 'see you in an hour', /^In an hour/);
    await hers.getByRole('button', { name: '2 messages scheduled' }).click();
    const list = hers.getByRole('dialog', { name: 'Scheduled messages' });
    await list.getByText('good morning').waitFor();
    await shot(hers, 'scheduled-list');
    expect(await seriousFindings(hers)).toEqual([]);
    const first = list.getByRole('listitem').first();
    await first.getByRole('button', { name: 'Edit' }).click();
    await list.getByLabel('Message').fill('see you in two hours');
    await shot(hers, 'scheduled-edit');
    await list.getByRole('button', { name: 'Save' }).click();
    await list.getByText('see you in two hours').waitFor();
    await list.getByRole('listitem').last().getByRole('button', { name: 'Delete' }).click();
    await list.getByText('good morning').waitFor({ state: 'detached' });
    await hers.keyboard.press('Escape');
    await hers.getByRole('button', { name: '1 message scheduled' }).waitFor();
    expect(
      await his
        .locator('main')
        .getByText(/see you|good morning/)
        .count(),
    ).toBe(0);
  });

  it('is sent at once when its owner doesn’t want to wait', async () => {
    await hers.getByRole('button', { name: '1 message scheduled' }).click();
    await hers.getByRole('dialog').getByRole('button', { name: 'Send now' }).click();
    await message(his, 'see you in two hours').waitFor();
    await hers.getByRole('dialog').getByText('Nothing is scheduled').waitFor();
    await hers.keyboard.press('Escape');
    await message(hers, 'see you in two hours').waitFor();
  });

  it('is sent by itself when its time has come; on a narrow page, in Chinese, in the dark', async () => {
    await later(his, '明天见', /^选择日期和时间/);
    const dialog = his.getByRole('dialog', { name: '定时发送' });
    await dialog.getByLabel('日期和时间').waitFor();
    await shot(his, 'scheduled-pick-zh-dark-360');
    // The minute that runs is now; one that is about to end may be over when it is chosen.
    if (new Date().getSeconds() > 50) await his.waitForTimeout(11_000);
    const minute = await his.evaluate(() => {
      const now = new Date();
      return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
    });
    await dialog.getByLabel('日期和时间').fill(minute);
    await dialog.getByRole('button', { name: '定时发送' }).click();
    // It fades, and has a button of the same name.
    await dialog.waitFor({ state: 'detached' });
    await message(hers, '明天见').waitFor();
    await message(his, '明天见').waitFor();
    await later(his, '下周再说', /^明天/);
    await his.getByRole('button', { name: '1 条定时消息' }).click();
    await his.getByRole('dialog').getByText('下周再说').waitFor();
    await shot(his, 'scheduled-list-zh-dark-360');
    expect(await seriousFindings(his)).toEqual([]);
  });
});
