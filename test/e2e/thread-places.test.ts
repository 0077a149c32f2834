import type { ParleyClient } from '@parley/sdk';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launchBrowser } from '../support/browser.js';
import {
  chatRow,
  composer,
  deviceOf,
  message,
  messageKept,
  shellKept,
  shot,
  signedIn,
  pressBeside,
  typed,
} from './app.js';
import { clientOf, newPeople, type Person } from './people.js';

const REPLIES = 2_000;
const TEAM = `team-${Date.now().toString(36)}`;

let browser: Browser;
let ada: Person;
let li: Person;
/** Ada and 李雷 without a browser. */
let adas: ParleyClient;
let lis: ParleyClient;
let hers: Page;
let his: Page;
let conversationId: string;
beforeAll(async () => {
  browser = await launchBrowser();
  [ada, li] = await newPeople('Ada Places', '李雷');
  [adas, lis] = [await clientOf(ada), await clientOf(li)];
  ({ conversationId } = await adas.openDirect(lis.me?.userId ?? ''));
  await said(adas, 'a question with many answers');
  const sends = Array.from({ length: REPLIES }, (_, at) =>
    lis.send(conversationId, at % 7 === 0 ? `answer ${at + 1}\n一行\nanother line` : `answer ${at + 1}`, {
      thread: { seq: 1 },
    }),
  );
  await Promise.all(sends.map((clientMsgId) => lis.whenSent(clientMsgId)));
  await said(lis, 'and the flow goes on');
  hers = await deviceOf(browser, ada);
  his = await deviceOf(browser, li, { locale: 'zh-CN', colorScheme: 'dark' });
});
afterAll(async () => {
  await Promise.all([adas.stop(), lis.stop()]);
  await browser.close();
});

async function said(client: ParleyClient, text: string, extras = {}): Promise<void> {
  await client.whenSent(client.send(conversationId, text, extras));
}

const pane = (page: Page): Locator => page.getByRole('complementary', { name: /^Thread in |中的话题$/ });
const log = (page: Page): Locator => pane(page).getByRole('log');
const inPane = (page: Page, text: string): Locator => pane(page).getByText(text, { exact: true });
const settle = (page: Page): Promise<void> => page.waitForTimeout(300);
const isAtEnd = (page: Page): Promise<boolean> =>
  log(page).evaluate((element) => element.scrollHeight - element.scrollTop - element.clientHeight < 5);

describe('a thread of 2,000 replies', () => {
  it('opens at its first new reply or at its newest, and draws no more than there is room for', async () => {
    await hers.goto(`/c/${conversationId}/t/1`);
    await pane(hers).getByRole('article').nth(3).waitFor();
    await settle(hers);
    expect(await pane(hers).getByRole('article').count()).toBeLessThan(60);
    await his.goto(`/c/${conversationId}/t/1`);
    await inPane(his, `answer ${REPLIES}`).waitFor();
    await settle(his);
    expect(await isAtEnd(his)).toBe(true);
    expect(await pane(his).getByRole('article').count()).toBeLessThan(60);
    await shot(his, 'threads-long-zh-dark');
  });

  it('is scrolled to its first reply without moving what is read, and drawing as few all the way', async () => {
    await log(his).hover();
    let drawn = 0;
    let slowest = 0;
    for (let turn = 0; turn < 3_000; turn += 1) {
      await his.mouse.wheel(0, -1_500);
      const frame = await his.evaluate(async () => {
        const began = performance.now();
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        return performance.now() - began;
      });
      slowest = Math.max(slowest, frame);
      if (turn % 20 !== 0) continue;
      drawn = Math.max(drawn, await pane(his).getByRole('article').count());
      if ((await inPane(his, '2,000').count()) === 0 && (await inPane(his, 'answer 2').count()) > 0) break;
    }
    await inPane(his, 'answer 2').waitFor();
    expect(drawn).toBeLessThan(90);
    process.stdout.write(`  two frames of the scrolled thread took at most ${Math.round(slowest)} ms\n`);
    await log(his).evaluate((element) => element.scrollTo({ top: 0 }));
    await pane(his).getByText('a question with many answers').waitFor();
    await shot(his, 'threads-long-top-zh-dark');
  });

  it('keeps the place of the reader when something is said, and the end in sight of who is there', async () => {
    const first = inPane(his, 'answer 2');
    const before = (await first.boundingBox())?.y;
    await said(adas, 'said while 李雷 reads', { thread: { seq: 1 } });
    await settle(his);
    expect((await first.boundingBox())?.y).toBe(before);
    await log(his).evaluate((element) => element.scrollTo({ top: element.scrollHeight }));
    await inPane(his, 'said while 李雷 reads').waitFor();
    await settle(his);
    await said(adas, 'said at the end', { thread: { seq: 1 } });
    await inPane(his, 'said at the end').waitFor();
    await settle(his);
    expect(await isAtEnd(his)).toBe(true);
    await pane(his).getByRole('textbox').fill('typed here');
    await pane(his).getByRole('textbox').press('Enter');
    await inPane(his, 'typed here').waitFor();
    await settle(his);
    expect(await isAtEnd(his)).toBe(true);
  });
});

describe('an address', () => {
  it.each(['abc', '0', '1.5', '-1', '99999999999999999999', '987654'])(
    'that names no thread, "%s", opens its chat and says so beside it',
    async (seq) => {
      await hers.goto(`/c/${conversationId}/t/${seq}`);
      await pane(hers).getByText('There is no such thread here, or its message is no longer available.').waitFor();
      await message(hers, 'and the flow goes on').waitFor();
      if (seq === 'abc') await shot(hers, 'threads-no-number');
      await pane(hers).getByRole('button', { name: 'Close the thread' }).last().click();
      await pane(hers).waitFor({ state: 'hidden' });
      expect(new URL(hers.url()).pathname).toBe(`/c/${conversationId}`);
    },
  );

  it('of a thread that a message which was taken back never had has no place to write in; one that it had goes on', async () => {
    await said(adas, 'taken back at once');
    const { lastMessage } = adas.chatList.getSnapshot().items[0] ?? {};
    const seq = lastMessage?.seq ?? 0;
    await adas.recallMessage({ conversationId, seq });
    await hers.goto(`/c/${conversationId}/t/${seq}`);
    await pane(hers).getByText('You recalled a message').waitFor();
    await settle(hers);
    expect(await pane(hers).getByRole('textbox').count()).toBe(0);
    await shot(hers, 'threads-recalled-root');
    await said(adas, 'taken back too late');
    const late = adas.chatList.getSnapshot().items[0]?.lastMessage?.seq ?? 0;
    await said(lis, 'I read it', { thread: { seq: late } });
    await adas.recallMessage({ conversationId, seq: late });
    await hers.goto(`/c/${conversationId}/t/${late}`);
    await inPane(hers, 'I read it').waitFor();
    await pane(hers).getByRole('textbox').fill('pity');
    await pane(hers).getByRole('textbox').press('Enter');
    await inPane(hers, 'pity').and(hers.locator('[data-seq] *')).waitFor();
  });

  it('of a thread is never kept by what is between, as it names the scripts of one build', async () => {
    for (const place of ['', '/t/1', '/t/abc']) {
      const answer = await fetch(`${inject('stack').url}/c/${conversationId}${place}`);
      expect(answer.headers.get('cache-control')).toBe('no-cache');
    }
  });

  it('is left by Escape, without a mouse', async () => {
    await hers.goto(`/c/${conversationId}/t/abc`);
    await pane(hers).and(hers.locator(':focus')).waitFor();
    await hers.keyboard.press('Escape');
    await pane(hers).waitFor({ state: 'hidden' });
  });
});

describe('a reply that is sent later', () => {
  it('is listed as one, with the way to its thread', async () => {
    await adas.schedule(conversationId, {
      text: 'a late answer',
      sendAt: Date.now() + 3_600_000,
      thread: { seq: 1 },
    });
    await hers.goto(`/c/${conversationId}`);
    await hers.getByRole('button', { name: '1 message scheduled' }).click();
    const item = hers.getByRole('dialog', { name: 'Scheduled messages' }).getByRole('listitem');
    await item.filter({ hasText: 'a late answer' }).waitFor();
    await shot(hers, 'scheduled-in-thread');
    await item.getByRole('link', { name: 'Goes into a thread' }).click();
    await hers.getByRole('dialog').waitFor({ state: 'hidden' });
    await pane(hers).waitFor();
    expect(new URL(hers.url()).pathname).toBe(`/c/${conversationId}/t/1`);
  });
});

describe('where members send only now and then', () => {
  it('a reply takes the turn of the chat, and what is said in the chat that of the thread', async () => {
    const group = await adas.createGroup({ name: TEAM, userIds: [lis.me?.userId ?? ''] });
    await adas.whenSent(adas.send(group.conversationId, 'slowly, please'));
    await adas.groups.change(group.conversationId, { settings: { slowSeconds: 60 } });
    await his.goto(`/c/${group.conversationId}`);
    await pressBeside(message(his, 'slowly, please'), '在话题中回复');
    await pane(his).getByRole('textbox').fill('我先说');
    await pane(his).getByRole('textbox').press('Enter');
    await inPane(his, '我先说').and(his.locator('[data-seq] *')).waitFor();
    for (const place of [pane(his), his.locator('main')]) {
      await place
        .getByText(/秒后可以再次发送/)
        .first()
        .waitFor();
    }
    await expect.poll(() => his.getByText(/秒后可以再次发送/).count()).toBe(2);
    await shot(his, 'threads-slow-zh-dark');
    await his.reload();
    await expect.poll(() => his.getByText(/秒后可以再次发送/).count()).toBe(2);
  });
});

describe('without a server', () => {
  it('the threads that one follows are listed after a reload, and what waits is what the chat list says that waits', async () => {
    await hers.goto(`/c/${conversationId}/t/1`);
    await inPane(hers, 'typed here').waitFor();
    await shellKept(hers);
    await messageKept(hers, 'typed here');
    await hers.waitForTimeout(1_500);
    await hers.context().setOffline(true);
    await hers.reload();
    await hers
      .getByRole('navigation')
      .getByRole('button', { name: /^Threads/ })
      .click();
    const item = hers.getByRole('dialog', { name: 'Threads' }).getByRole('listitem');
    await item.filter({ hasText: 'a question with many answers' }).filter({ hasText: 'typed here' }).waitFor();
    await shot(hers, 'threads-list-offline');
    await item.getByRole('button', { name: 'a question with many answers' }).click();
    await inPane(hers, 'typed here').waitFor();
    await pane(hers).getByRole('textbox').fill('waits for the network');
    await pane(hers).getByRole('textbox').press('Enter');
    const row = chatRow(hers, li.name);
    await row.filter({ hasText: '[Thread]' }).filter({ hasText: 'waits for the network' }).waitFor();
    await shot(hers, 'threads-waiting');
    await hers.context().setOffline(false);
    await signedIn(hers);
    await inPane(hers, 'waits for the network').and(hers.locator('[data-seq] *')).waitFor();
    expect(await typed(composer(hers).first())).toBe('');
  });
});
