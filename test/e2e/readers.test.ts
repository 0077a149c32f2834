import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.js';
import { sleep } from '../support/wait.js';
import {
  chatRow,
  closeSettings,
  composer,
  deviceOf,
  message,
  openSettings,
  pressBeside,
  say,
  shot,
  signedIn,
} from './app.js';
import { seriousFindings } from './axe.js';
import { newPerson, type Person } from './people.js';
import { type OwnStack, parley, startStack } from './stack.js';

const NAME = '发布小组 Release';
/** Whether there are receipts is decided for all of an organisation. */
let own: OwnStack;
let browser: Browser;
let hers: Page;
let his: Page;
beforeAll(async () => {
  own = await startStack();
  browser = await launchBrowser();
  const noor = await newPerson('Noor', own.stack);
  const [wang, sam] = await Promise.all(['王磊', 'Sam'].map((name) => newPerson(name, own.stack)));
  if (wang === undefined || sam === undefined) throw new Error('nobody');
  const baseURL = own.stack.url;
  hers = await deviceOf(browser, noor, { baseURL });
  his = await deviceOf(browser, wang, { baseURL, locale: 'zh-CN' });
  await hers.keyboard.press('Control+g');
  await hers.getByLabel('Name of the group').fill(NAME);
  await addPerson(hers, wang);
  await addPerson(hers, sam);
  await hers.getByRole('button', { name: 'Create group' }).click();
  await hers.getByRole('heading', { name: NAME }).waitFor();
});
afterAll(async () => {
  await browser.close();
  await own.stop();
});

async function addPerson(page: Page, person: Person): Promise<void> {
  await page.getByRole('combobox').fill(person.login);
  await page.getByRole('option', { name: person.name }).click();
}

async function decide(policy: 'on' | 'off' | 'must'): Promise<void> {
  await parley(['policy', 'receipts', policy], own.stack.env);
  // A server knows of it within two seconds.
  await sleep(2_500);
}

const readBy = (page: Page, text: string) => message(page, text).getByRole('button', { name: /Show who$|查看名单$/ });

describe('who has read a message in a group', () => {
  it('stands beside one’s own, and moves as they read', async () => {
    await say(hers, '发布推迟到六点');
    await expect.poll(() => readBy(hers, '发布推迟到六点').textContent()).toContain('0/2 read');
    await chatRow(his, NAME).click();
    await message(his, '发布推迟到六点').waitFor();
    await expect.poll(() => readBy(hers, '发布推迟到六点').textContent()).toContain('1/2 read');
    expect(await readBy(his, '发布推迟到六点').count()).toBe(0);
    await shot(hers, 'readers-timeline');
  });

  it('opens both lists, with when', async () => {
    await readBy(hers, '发布推迟到六点').click();
    const dialog = hers.getByRole('dialog', { name: 'Who has read it' });
    await dialog
      .getByRole('listitem')
      .filter({ hasText: '王磊' })
      .getByText(/^Read \d\d:\d\d$/)
      .waitFor();
    expect(await seriousFindings(hers)).toEqual([]);
    await shot(hers, 'readers-read');
    await dialog.getByRole('radio', { name: 'Not read (1)' }).click();
    await dialog.getByRole('listitem').filter({ hasText: 'Sam' }).waitFor();
    await hers.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  it('says what is known while the server can’t be reached, and asks again', async () => {
    await hers.context().setOffline(true);
    await readBy(hers, '发布推迟到六点').click();
    const dialog = hers.getByRole('dialog', { name: 'Who has read it' });
    await dialog.getByRole('alert').waitFor();
    await dialog.getByRole('radio', { name: 'Not read (1)' }).waitFor();
    await shot(hers, 'readers-offline');
    await hers.context().setOffline(false);
    await dialog.getByRole('button', { name: 'Retry' }).click();
    await dialog.getByRole('listitem').filter({ hasText: '王磊' }).waitFor();
    await hers.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  it('is told of anybody’s message from its menu, in Chinese on a phone in the dark too', async () => {
    await his.setViewportSize({ width: 360, height: 780 });
    await his.emulateMedia({ colorScheme: 'dark' });
    await say(his, '收到');
    await expect.poll(() => readBy(his, '收到').textContent()).toContain('1/2');
    await shot(his, 'readers-timeline-360-zh-dark');
    await pressBeside(message(his, '发布推迟到六点'), '更多');
    await his.getByRole('menuitem', { name: '谁读过' }).click();
    await his.getByRole('dialog', { name: '谁读过' }).getByRole('listitem').filter({ hasText: '王磊' }).waitFor();
    await shot(his, 'readers-360-zh-dark');
    await his.keyboard.press('Escape');
  });

  it('is nobody’s business who chose not to take part, and nobody’s where the organisation said no', async () => {
    await his.getByRole('button', { name: '返回会话列表' }).click();
    await openSettings(his, /^隐私$/);
    await his.getByRole('radiogroup', { name: '已读回执' }).getByRole('radio', { name: '关' }).click();
    await closeSettings(his);
    await chatRow(his, NAME).click();
    await message(his, '收到').waitFor();
    await expect.poll(() => readBy(his, '收到').count()).toBe(0);
    await say(hers, 'and who is there?');
    await expect.poll(() => readBy(hers, 'and who is there?').textContent()).toContain('0/1 read');
    await decide('off');
    try {
      await hers.reload();
      await message(hers, 'and who is there?').waitFor();
      await expect.poll(() => readBy(hers, 'and who is there?').count()).toBe(0);
      await openSettings(hers, /^Privacy$/);
      await hers.getByText('Off for everybody. Your organisation has decided this.').waitFor();
      await shot(hers, 'receipts-decided');
      const choice = hers.getByRole('radiogroup', { name: 'Read receipts' }).getByRole('radio', { name: 'On' });
      expect(await choice.isDisabled()).toBe(true);
      await closeSettings(hers);
    } finally {
      await decide('on');
    }
    await signedIn(hers);
    await composer(hers).waitFor();
  });
});
