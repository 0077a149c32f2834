import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.js';
import { chatRow, composer, deviceOf, findPerson, message, say, shot } from './app.js';
import { seriousFindings } from './axe.js';
import { clientOf, newPeople, type Person } from './people.js';

const LINES = 60;
let browser: Browser;
let ada: Person;
let li: Person;
let hers: Page;

beforeAll(async () => {
  browser = await launchBrowser();
  [ada, li] = await newPeople('Ada Details', '李详情');
  const [mine, his] = [await clientOf(ada), await clientOf(li)];
  const { conversationId } = await mine.openDirect(his.me?.userId ?? '');
  const { seq } = await his.whenSent(his.send(conversationId, 'where it began'));
  const sends = Array.from({ length: LINES }, (_, index) => mine.send(conversationId, `line ${index + 1}`));
  await Promise.all(sends.map((clientMsgId) => mine.whenSent(clientMsgId)));
  await his.whenSent(his.send(conversationId, 'and its thread', { thread: { seq } }));
  await mine.pinMessage({ conversationId, seq }, true);
  await mine.saveMessage({ conversationId, seq: seq + 1 }, true);
  await Promise.all([mine.stop(), his.stop()]);
  hers = await deviceOf(browser, ada);
  await chatRow(hers, li.name).click();
  await message(hers, `line ${LINES}`).waitFor();
});
afterAll(async () => browser.close());

const pane = (page: Page): Locator => page.getByRole('complementary', { name: /^(Details|聊天详情)$/ });
const button = (page: Page): Locator =>
  page.locator('main header').getByRole('button', { name: /^(Details|聊天详情)$/ });
const path = (page: Page): string => new URL(page.url()).pathname;

async function inView(page: Page, text: string): Promise<void> {
  await expect.poll(async () => (await message(page, text).boundingBox())?.y ?? -1).toBeGreaterThan(56);
}

describe('the details of a direct chat', () => {
  it('open from its header, say who it is, and close by Escape, the button and the way back', async () => {
    const chat = path(hers);
    await button(hers).click();
    await pane(hers).getByText(li.name, { exact: true }).first().waitFor();
    await pane(hers).getByText(li.login, { exact: true }).waitFor();
    await pane(hers)
      .getByRole('button', { name: /^First message: / })
      .waitFor();
    await pane(hers).getByRole('heading', { name: 'Pinned messages' }).waitFor();
    for (const theme of ['light', 'dark'] as const) {
      await hers.emulateMedia({ colorScheme: theme });
      expect(await seriousFindings(hers)).toEqual([]);
      await shot(hers, `details-${theme}`);
    }
    await hers.emulateMedia({ colorScheme: 'light' });
    await hers.keyboard.press('Escape');
    await pane(hers).waitFor({ state: 'detached' });
    expect(await button(hers).evaluate((element) => element === document.activeElement)).toBe(true);
    await hers.keyboard.press('Enter');
    await pane(hers).waitFor();
    await hers.reload();
    await pane(hers).waitFor();
    await hers.goBack();
    await pane(hers).waitFor({ state: 'detached' });
    expect(path(hers)).toBe(chat);
    await composer(hers).waitFor();
  });

  it('lead to its first message, and to what is pinned and saved', async () => {
    await button(hers).click();
    await pane(hers)
      .getByRole('button', { name: /^First message: / })
      .click();
    await inView(hers, 'where it began');
    await pane(hers)
      .getByRole('region', { name: 'Saved by me' })
      .getByRole('button', { name: /line 1/ })
      .click();
    await inView(hers, 'line 1');
    await pane(hers).getByRole('region', { name: 'Pinned messages' }).getByText('where it began').click();
    await inView(hers, 'where it began');
  });

  it('follow what is pinned while they stand there', async () => {
    const pinned = pane(hers).getByRole('region', { name: 'Pinned messages' });
    const first = message(hers, 'where it began');
    await first.focus();
    await first.getByRole('button', { name: 'More' }).press('Enter');
    await hers.getByRole('menuitem', { name: 'Unpin' }).press('Enter');
    await pinned.waitFor({ state: 'detached' });
  });

  it('pin and mute it, and choose what I hear of it', async () => {
    await pane(hers).getByRole('button', { name: 'Pin to top' }).click();
    await pane(hers).getByRole('button', { name: 'Unpin' }).waitFor();
    await pane(hers).getByRole('button', { name: 'Mute' }).click();
    await hers.getByRole('menuitem', { name: 'Mute until I unmute' }).click();
    await chatRow(hers, li.name).getByText('Muted').waitFor();
    await pane(hers).getByText('This chat is muted').waitFor();
    await shot(hers, 'details-muted');
    await pane(hers).getByRole('button', { name: 'Unmute' }).click();
    await chatRow(hers, li.name).getByText('Muted').waitFor({ state: 'detached' });
    const nothing = pane(hers).getByRole('radio', { name: 'Nothing' });
    await nothing.click();
    await hers.reload();
    await pane(hers).getByRole('radio', { name: 'Nothing', checked: true }).waitFor();
    await pane(hers).getByRole('radio', { name: 'As usual' }).click();
  });

  it('hide it until something is said', async () => {
    await pane(hers).getByRole('button', { name: 'Hide until the next message' }).click();
    await chatRow(hers, li.name).waitFor({ state: 'detached' });
    await expect.poll(() => path(hers)).toBe('/');
    await findPerson(hers, li);
  });

  it('of notes to myself are there, too', async () => {
    await hers.keyboard.press('Control+k');
    await hers.locator('[role=combobox]:focus').waitFor();
    await hers.keyboard.type('Notes');
    await hers.keyboard.press('Enter');
    await hers.getByRole('heading', { name: 'Notes to myself' }).waitFor();
    await say(hers, 'milk');
    await button(hers).click();
    await pane(hers).getByText('Messages of this chat').waitFor();
    expect(await pane(hers).getByRole('radiogroup').count()).toBe(0);
    await shot(hers, 'details-notes');
    expect(await seriousFindings(hers)).toEqual([]);
  });

  it('cover the chat on a phone', async () => {
    const phone = await deviceOf(browser, li, {
      viewport: { width: 360, height: 740 },
      locale: 'zh-CN',
      colorScheme: 'dark',
      hasTouch: true,
    });
    await chatRow(phone, ada.name).tap();
    await message(phone, 'line 1').waitFor();
    await button(phone).tap();
    await pane(phone).getByText(ada.login, { exact: true }).waitFor();
    await shot(phone, 'details-360-zh-dark');
    expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    expect(await seriousFindings(phone)).toEqual([]);
    await pane(phone)
      .getByRole('button', { name: /^第一条消息/ })
      .tap();
    await pane(phone).waitFor({ state: 'detached' });
    await inView(phone, 'where it began');
    await phone.context().close();
  });
});
