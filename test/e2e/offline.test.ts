import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.js';
import { chatRow, composer, deviceOf, findPerson, message, pressBeside, reaches, say, shellKept, shot } from './app.js';
import { newPeople, type Person } from './people.js';

let browser: Browser;
let ada: Person;
let li: Person;
let hers: Page;
let his: Page;
beforeAll(async () => {
  browser = await launchBrowser();
  [ada, li] = await newPeople('Ada Offline', '李在线');
  [hers, his] = [await deviceOf(browser, ada), await deviceOf(browser, li)];
  await findPerson(hers, li);
  await say(hers, 'before the tunnel');
  await reaches(message(hers, 'before the tunnel'), 'delivered');
});
afterAll(async () => browser.close());

/** Whether the service worker keeps the names of emoji. */
const emojiKept = async (page: Page): Promise<boolean> =>
  page.evaluate(async () => {
    const requests = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
    return requests.flat().some(({ url }) => url.includes('/emojibase/'));
  });

async function lookForEmoji(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Insert an emoji' }).click();
  await page.getByRole('gridcell', { name: 'grinning face', exact: true }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

/** In the page, before its scripts: what the chats are in is at another's disposal until `letGo`. */
function holdChats(): void {
  let held = true;
  Object.assign(window, { letGo: () => (held = false) });
  const opened = indexedDB.open('parley', 10);
  opened.addEventListener('success', () => {
    const chats = opened.result.transaction('chats', 'readwrite').objectStore('chats');
    const again = (): void => {
      if (held) chats.count().addEventListener('success', again);
      else opened.result.close();
    };
    again();
  });
}

it('while the storage is read the list is there as it was last, and takes a press', async () => {
  await chatRow(hers, li.name).getByText('before the tunnel').waitFor();
  const kept = (): Promise<string> => hers.evaluate(() => String(localStorage.getItem('parley.list.1')));
  await expect.poll(kept).toContain('before the tunnel');
  const page = await hers.context().newPage();
  await page.addInitScript(holdChats);
  await page.goto('/');
  const row = page.locator('li[data-row]').filter({ hasText: li.name });
  await row.getByText('before the tunnel').waitFor();
  await row.getByRole('link').click();
  await row.locator('[aria-current=page]').waitFor();
  expect(await composer(page).count()).toBe(0);
  await shot(page, 'list-remembered');
  await page.evaluate(() => (window as unknown as { letGo: () => void }).letGo());
  await message(page, 'before the tunnel').waitFor();
  await composer(page).waitFor();
  await page.close();
});

describe('without a network', () => {
  it('the names of emoji are kept when somebody first looked for one, and not before', async () => {
    await shellKept(hers);
    // What came before the worker was there did not go through it.
    await hers.reload();
    await composer(hers).waitFor();
    expect(await emojiKept(hers)).toBe(false);
    await lookForEmoji(hers);
    await expect.poll(() => emojiKept(hers)).toBe(true);
  });

  it('a reload shows list and timeline at once', async () => {
    await shellKept(hers);
    await hers.context().setOffline(true);
    await hers.reload();
    await message(hers, 'before the tunnel').waitFor();
    await chatRow(hers, li.name).waitFor();
    await hers.getByRole('status').filter({ hasText: 'You are offline' }).waitFor();
    await shot(hers, 'offline');
    await lookForEmoji(hers);
  });

  it('each part whose script comes later opens all the same', async () => {
    const opens: Record<string, () => Promise<void>> = {
      'Jump to': () => hers.keyboard.press('Control+k'),
      'New chat': () => hers.getByRole('button', { name: 'New chat' }).click(),
      'New group': () => hers.keyboard.press('Control+g'),
      Saved: () => hers.getByRole('button', { name: 'Saved' }).click(),
      Threads: () => hers.getByRole('button', { name: 'Threads' }).click(),
      Channels: () => hers.getByRole('button', { name: 'Channels' }).click(),
      Settings: () => hers.getByRole('button', { name: 'Settings' }).click(),
    };
    for (const [name, open] of Object.entries(opens)) {
      await open();
      await hers.getByRole('dialog', { name }).waitFor();
      await hers.keyboard.press('Escape');
      await hers.getByRole('dialog').waitFor({ state: 'detached' });
    }
  });

  it('what an earlier build stored is read: it kept the same stores, as version 10', async () => {
    const version = await hers.evaluate(async () => {
      const done = <T>(request: IDBRequest<T>): Promise<T> =>
        new Promise((resolve, reject) => {
          request.addEventListener('success', () => resolve(request.result));
          request.addEventListener('error', () => reject(new Error('IndexedDB failed')));
        });
      const now = await done(indexedDB.open('parley'));
      const names = [...now.objectStoreNames];
      const stores = await Promise.all(
        names.map(async (name) => {
          const store = now.transaction(name).objectStore(name);
          const [keys, values] = await Promise.all([done(store.getAllKeys()), done(store.getAll())]);
          return { name, keys, values: values as unknown[] };
        }),
      );
      const found = now.version;
      now.close();
      // The page lets go of it by itself when somebody wants it gone.
      await done(indexedDB.deleteDatabase('parley'));
      const opening = indexedDB.open('parley', 10);
      opening.addEventListener('upgradeneeded', () => {
        for (const { name } of stores) opening.result.createObjectStore(name);
      });
      const old = await done(opening);
      const writing = old.transaction(names, 'readwrite');
      for (const { name, keys, values } of stores) {
        for (const [index, key] of keys.entries()) writing.objectStore(name).put(values[index], key);
      }
      await new Promise((resolve) => writing.addEventListener('complete', resolve));
      old.close();
      return found;
    });
    expect(version).toBe(10);
    await hers.reload();
    await message(hers, 'before the tunnel').waitFor();
  });

  it('what is written waits visibly, also across a reload', async () => {
    await say(hers, 'written in the tunnel 1');
    await say(hers, 'written in the tunnel 2');
    expect(await message(hers, 'written in the tunnel 2').getAttribute('data-state')).toBe('pending');
    await hers.reload();
    await message(hers, 'written in the tunnel 1').waitFor();
    expect(await message(hers, 'written in the tunnel 1').getAttribute('data-state')).toBe('pending');
    await shot(hers, 'offline-pending');
  });

  it('what has not left can be taken back', async () => {
    await say(hers, 'better not');
    await pressBeside(message(hers, 'better not'), 'Cancel sending');
    await message(hers, 'better not').waitFor({ state: 'detached' });
    await message(hers, 'written in the tunnel 2').waitFor();
  });

  it('and is sent in order, once, when the network is back', async () => {
    await hers.context().setOffline(false);
    await reaches(message(hers, 'written in the tunnel 2'), 'delivered');
    await chatRow(his, ada.name).click();
    await message(his, 'written in the tunnel 2').waitFor();
    const texts = await his.locator('main article p:last-of-type').allInnerTexts();
    expect(texts.slice(-3)).toEqual(['before the tunnel', 'written in the tunnel 1', 'written in the tunnel 2']);
    await expect.poll(() => hers.getByText('You are offline').count()).toBe(0);
  });

  it('what was missed meanwhile is there after the reconnect', async () => {
    await hers.context().setOffline(true);
    await composer(his).waitFor();
    await say(his, 'while you were away');
    await reaches(message(his, 'while you were away'), 'sent');
    await hers.context().setOffline(false);
    await message(hers, 'while you were away').waitFor();
  });
});
