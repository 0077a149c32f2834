import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.js';
import { until } from '../support/wait.js';
import { chatRow, composer, deviceOf, findPerson, message, reaches, say, signedIn } from './app.js';
import { newPeople, type Person } from './people.js';

let browser: Browser;
let ada: Person;
let li: Person;
beforeAll(async () => {
  browser = await launchBrowser();
  [ada, li] = await newPeople('Ada Tabs', '李设备');
});
afterAll(async () => browser.close());

describe('two tabs of one browser', () => {
  let first: Page;
  let second: Page;
  let his: Page;
  /** Sockets that are open, by the tab that opened them. */
  const sockets: Page[] = [];
  const count = (tab: Page): void =>
    void tab.on('websocket', (socket) => {
      sockets.push(tab);
      socket.on('close', () => sockets.splice(sockets.indexOf(tab), 1));
    });
  beforeAll(async () => {
    first = await deviceOf(browser, ada);
    await findPerson(first, li);
    second = await first.context().newPage();
    for (const tab of [first, second]) count(tab);
    await first.reload();
    await composer(first).waitFor();
    await until('the first tab is connected', () => sockets.length === 1);
    await second.goto(new URL(first.url()).pathname);
    await composer(second).waitFor();
    his = await deviceOf(browser, li);
    await chatRow(his, ada.name).click();
  });
  afterAll(async () => his.context().close());

  it('share one connection, over which both get what is said', async () => {
    await say(his, 'to both tabs');
    for (const tab of [first, second]) await message(tab, 'to both tabs').waitFor();
    expect(sockets.map((tab) => tab === first)).toEqual([true]);
  });

  it('what is said in one is in the other, once', async () => {
    await say(first, 'from the first tab');
    await reaches(message(second, 'from the first tab'), 'sent');
    await say(second, 'from the second tab');
    await reaches(message(second, 'from the second tab'), 'sent');
    await reaches(message(first, 'from the second tab'), 'sent');
    for (const tab of [first, second]) {
      const texts = await tab.locator('main article p[dir=auto]').allInnerTexts();
      expect(texts).toEqual(['to both tabs', 'from the first tab', 'from the second tab']);
    }
  });

  it('when one closes, the other goes on', async () => {
    await first.close();
    // Of a page that is gone nobody hears that its socket closed.
    await expect.poll(() => sockets.filter((tab) => !tab.isClosed()).length).toBe(1);
    await say(second, 'alone now');
    await reaches(message(second, 'alone now'), 'sent');
    await say(his, 'to the one that is left');
    await message(second, 'to the one that is left').waitFor();
    await second.reload();
    await reaches(message(second, 'alone now'), 'sent');
    await second.context().close();
  });
});

describe('two devices of one person', () => {
  let laptop: Page;
  let phone: Page;
  let his: Page;
  beforeAll(async () => {
    laptop = await deviceOf(browser, ada);
    phone = await deviceOf(browser, ada, { viewport: { width: 390, height: 844 }, hasTouch: true });
    his = await deviceOf(browser, li);
    await chatRow(his, ada.name).click();
  });

  it('both get what is said to them, and what the other one says', async () => {
    await chatRow(laptop, li.name).click();
    await chatRow(phone, li.name).tap();
    await say(his, 'to both of you');
    await message(laptop, 'to both of you').waitFor();
    await message(phone, 'to both of you').waitFor();
    await say(laptop, 'from the laptop');
    await message(phone, 'from the laptop').waitFor();
  });

  it('reading on one clears the count on the other', async () => {
    await phone.getByRole('button', { name: 'Back to chats' }).tap();
    await laptop.goto('/');
    await signedIn(laptop);
    await say(his, 'read me once');
    await chatRow(laptop, li.name).filter({ hasText: '1 unread message' }).waitFor();
    await chatRow(phone, li.name).filter({ hasText: '1 unread message' }).waitFor();
    await chatRow(phone, li.name).tap();
    await message(phone, 'read me once').waitFor();
    await expect.poll(() => chatRow(laptop, li.name).textContent()).not.toContain('unread');
  });
});
