import type { ParleyClient, SendExtras } from '@parley/sdk';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.js';
import {
  chatRow,
  closeSettings,
  composer,
  deviceOf,
  message,
  newDevice,
  openSettings,
  reaches,
  say,
  shot,
  signIn,
  WITHOUT_WORKER,
} from './app.js';
import { misnamed, seriousFindings } from './axe.js';
import { clientOf, newPeople, type Person } from './people.js';

const GROUP = '气泡小组 Bubbles';
let browser: Browser;
let ada: Person;
let li: Person;
let hers: Page;
let others: Page;

beforeAll(async () => {
  browser = await launchBrowser();
  [ada, li] = await newPeople('Ada Bubble', '李泡泡');
  await talk();
  hers = await deviceOf(browser, ada);
  others = await deviceOf(browser, ada, { locale: 'zh-CN', colorScheme: 'dark' });
  for (const page of [hers, others]) {
    await chatRow(page, GROUP).click();
    await message(page, 'the last word').waitFor();
  }
});
afterAll(async () => browser.close());

/** A chat of the two and a group of theirs, with something of everything that can stand in them. */
async function talk(): Promise<void> {
  const [mine, his] = [await clientOf(ada), await clientOf(li)];
  const { conversationId: direct } = await mine.openDirect(his.me?.userId ?? '');
  await said(his, direct, 'only between us');
  const { conversationId: group } = await mine.createGroup({ name: GROUP, userIds: [his.me?.userId ?? ''] });
  const question = await said(
    his,
    group,
    '**上线**的时间定了吗？see https://example.org/a/very/long/address/that/does/not/fit',
  );
  await said(his, group, `\`\`\`ts\nconst long = '${'x'.repeat(140)}';\n\`\`\``);
  await said(his, group, '好');
  const answer = await said(mine, group, {
    text: '明天十点，大家先把清单过一遍，有问题在话题里说。',
    replyTo: { seq: question },
  });
  await said(mine, group, 'w'.repeat(300));
  await said(mine, group, '🎉🎉');
  await mine.react({ conversationId: group, seq: question }, '👍', true);
  await his.react({ conversationId: group, seq: answer }, '🎉', true);
  await said(his, group, { text: '清单在这里', thread: { seq: answer } });
  await his.forward({ from: { conversationId: group, seqs: [question, answer] }, to: [group], merged: true });
  await mine.editMessage({ conversationId: group, seq: await said(mine, group, 'twice') }, 'edited once');
  await mine.pinMessage({ conversationId: group, seq: question }, true);
  await said(his, group, 'the last word');
  await Promise.all([mine.stop(), his.stop()]);
}

async function said(by: ParleyClient, to: string, content: string | (SendExtras & { text: string })): Promise<number> {
  const { text, ...extras } = typeof content === 'string' ? { text: content } : content;
  return (await by.whenSent(by.send(to, text, extras))).seq;
}

const bubble = (of: Locator): Locator => of.locator('[data-bubble]');

async function edges(page: Page, of: Locator): Promise<{ left: number; right: number }> {
  const log = await page.locator('main [role=log]').boundingBox();
  const box = await of.boundingBox();
  if (log === null || box === null) throw new Error('not drawn');
  return { left: box.x - log.x, right: log.x + log.width - box.x - box.width };
}

async function choose(page: Page, option: RegExp): Promise<void> {
  await openSettings(page, /^(Appearance|外观)$/);
  await page
    .getByRole('radiogroup', { name: /^(Messages stand as|消息样式)$/ })
    .getByRole('radio', { name: option })
    .click();
}

describe('messages as bubbles', () => {
  it('are rows until somebody chooses otherwise, which all their devices follow at once', async () => {
    expect(await hers.locator('[data-bubble]').count()).toBe(0);
    await choose(hers, /^Bubbles$/);
    await bubble(message(others, 'the last word')).waitFor();
    for (const theme of ['light', 'dark'] as const) {
      await hers.emulateMedia({ colorScheme: theme });
      expect(await seriousFindings(hers)).toEqual([]);
      await shot(hers, `bubbles-settings-${theme}`);
    }
    await hers.emulateMedia({ colorScheme: 'light' });
    await closeSettings(hers);
    await bubble(message(hers, 'the last word')).waitFor();
    await others.reload();
    await bubble(message(others, 'the last word')).waitFor();
  });

  it('mine stand on the right, what others say on the left, in both languages and themes', async () => {
    for (const [page, name] of [
      [hers, 'light'],
      [others, 'zh-dark'],
    ] as const) {
      const theirs = await edges(page, bubble(message(page, 'the last word')));
      const own = await edges(page, bubble(message(page, 'edited once')));
      expect(theirs.left).toBeLessThan(100);
      expect(theirs.right).toBeGreaterThan(200);
      expect(own.right).toBeLessThan(40);
      expect(own.left).toBeGreaterThan(200);
      expect(await seriousFindings(page)).toEqual([]);
      await shot(page, `bubbles-${name}`);
      await page.locator('main [role=log]').evaluate((log) => log.scrollTo({ top: 0 }));
      await page.locator('main figure').waitFor();
      await shot(page, `bubbles-top-${name}`);
      expect(await seriousFindings(page)).toEqual([]);
      expect(await misnamed(page)).toEqual([]);
      await page.locator('main [role=log]').evaluate((log) => log.scrollTo({ top: log.scrollHeight }));
    }
  });

  it('what can be done to one comes beside it, by pointer and by key, and moves nothing', async () => {
    const last = message(hers, 'the last word');
    const before = await bubble(last).boundingBox();
    await last.hover();
    await last.getByRole('toolbar').waitFor();
    expect(await bubble(last).boundingBox()).toEqual(before);
    await shot(hers, 'bubbles-hover-theirs');
    const own = message(hers, 'edited once');
    await own.focus();
    await own.getByRole('button', { name: 'Reply', exact: true }).waitFor();
    await shot(hers, 'bubbles-focus-own');
    const bar = await own.getByRole('toolbar').boundingBox();
    const box = await bubble(own).boundingBox();
    expect((bar?.x ?? 0) + (bar?.width ?? 0)).toBeLessThan(box?.x ?? 0);
    await own.getByRole('button', { name: 'Reply', exact: true }).press('Enter');
    await hers.keyboard.type('and its answer');
    await hers.keyboard.press('Enter');
    const answer = message(hers, 'and its answer');
    await answer.getByRole('button', { name: /^Answers Ada Bubble edited once/ }).waitFor();
    await reaches(answer, 'sent');
    await shot(hers, 'bubbles-answer');
  });

  it('are chosen, edited and shown in their thread as bubbles', async () => {
    const own = message(hers, 'edited once');
    await own.focus();
    await own.getByRole('button', { name: 'More' }).press('Enter');
    await hers.getByRole('menuitem', { name: 'Select several' }).press('Enter');
    await hers.getByText('1 message selected').waitFor();
    await shot(hers, 'bubbles-selecting');
    expect(await seriousFindings(hers)).toEqual([]);
    await hers.keyboard.press('Escape');
    await composer(hers).waitFor();
    await own.focus();
    await own.getByRole('button', { name: 'More' }).press('Enter');
    await hers.getByRole('menuitem', { name: 'Edit' }).press('Enter');
    await hers.getByLabel('Edit message').waitFor();
    await shot(hers, 'bubbles-editing');
    await hers.keyboard.press('Escape');
    await hers
      .locator('main')
      .getByRole('button', { name: /1 reply/ })
      .click();
    const pane = hers.getByRole('complementary');
    await bubble(pane.locator('article').filter({ hasText: '清单在这里' })).waitFor();
    await shot(hers, 'bubbles-thread');
    await hers.keyboard.press('Escape');
    await pane.waitFor({ state: 'detached' });
  });

  it('fit into a narrow window, in compact spacing, too', async () => {
    await others.setViewportSize({ width: 360, height: 740 });
    const overflow = (): Promise<number> => others.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    await message(others, 'and its answer').waitFor();
    await shot(others, 'bubbles-360-zh-dark');
    expect(await overflow()).toBe(0);
    expect(await seriousFindings(others)).toEqual([]);
    await message(others, 'and its answer').hover();
    await shot(others, 'bubbles-360-hover');
    await others.locator('main [role=log]').evaluate((log) => log.scrollTo({ top: 200 }));
    await shot(others, 'bubbles-360-top');
    await others.setViewportSize({ width: 1280, height: 800 });
    const line = message(others, 'the last word');
    const roomy = (await line.boundingBox())?.height ?? 0;
    await choose(hers, /^Bubbles$/);
    await hers.getByRole('radio', { name: 'Compact' }).click();
    await expect.poll(async () => (await line.boundingBox())?.height ?? 0).toBeLessThan(roomy);
    await shot(others, 'bubbles-compact-zh-dark');
    await hers.getByRole('radio', { name: 'Comfortable' }).click();
    await closeSettings(hers);
  });

  it('one that waits or was refused says so in its place', async () => {
    const context = await newDevice(browser, WITHOUT_WORKER);
    const page = await context.newPage();
    await signIn(page, ada);
    await chatRow(page, 'only between us').click();
    await bubble(message(page, 'only between us')).waitFor();
    await say(page, 'it comes through');
    await reaches(message(page, 'it comes through'), 'sent');
    await context.setOffline(true);
    await composer(page).fill('it has to wait');
    await composer(page).press('Enter');
    const waiting = message(page, 'it has to wait');
    await waiting.getByRole('button', { name: 'Cancel' }).waitFor();
    expect((await edges(page, bubble(waiting))).right).toBeLessThan(40);
    await shot(page, 'bubbles-waiting');
    await context.close();
  });

  it('are rows again for whoever takes them back', async () => {
    await choose(hers, /^Rows$/);
    await closeSettings(hers);
    for (const page of [hers, others]) {
      await message(page, 'the last word').waitFor();
      await expect.poll(() => page.locator('[data-bubble]').count()).toBe(0);
    }
  });
});
