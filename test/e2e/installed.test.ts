import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launchBrowser } from '../support/browser.js';
import {
  chatRow,
  composer,
  deviceOf,
  findPerson,
  keptLocally,
  message,
  newDevice,
  say,
  shellKept,
  shot,
  signedIn,
  typed,
} from './app.js';
import { clientOf, newPeople, type Person } from './people.js';

let browser: Browser;
let ada: Person;
let li: Person;
beforeAll(async () => {
  browser = await launchBrowser();
  [ada, li] = await newPeople('Ada Byron', '李雷');
});
afterAll(async () => browser.close());

describe('the app', () => {
  it('can be installed, with a picture for every system', async () => {
    const page = await (await newDevice(browser)).newPage();
    await page.goto('/');
    await shellKept(page);
    const session = await page.context().newCDPSession(page);
    const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
    // Only that the browser of a test keeps nothing.
    expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([]);
    const { data = '{}', errors } = await session.send('Page.getAppManifest');
    expect(errors).toEqual([]);
    const apple = await page.locator('link[rel=apple-touch-icon]').getAttribute('href');
    const { icons: listed } = JSON.parse(data) as { icons: { src: string }[] };
    const icons = [...listed.map(({ src }) => src), apple ?? ''];
    expect(icons.length).toBeGreaterThan(3);
    for (const icon of icons) {
      const answer = await page.request.get(new URL(icon, inject('stack').url).href);
      expect(answer.headers()['content-type']).toMatch(/^image\/(png|svg)/);
    }
  });
});

describe('a newer version', () => {
  it('is offered while one goes on typing, and what was typed is there after it', async () => {
    const page = await deviceOf(browser, ada);
    await shellKept(page);
    await findPerson(page, li);
    await composer(page).pressSequentially('half a ');
    // Another script for the same scope is a newer version of it.
    await page.evaluate(() => navigator.serviceWorker.register('/sw.js?newer'));
    const update = page.getByRole('status').getByRole('button', { name: 'Reload' });
    await update.waitFor();
    await page.keyboard.type('sentence');
    expect(await typed(composer(page))).toBe('half a sentence');
    await shot(page, 'update-offered');
    await page.evaluate(() => Object.assign(globalThis, { before: true }));
    await update.click();
    await page.waitForFunction(() => !('before' in globalThis));
    await signedIn(page);
    await expect.poll(() => typed(composer(page))).toBe('half a sentence');
  });
});

describe('a browser that is out of space', () => {
  async function giveRoom(page: Page, quotaSize: number): Promise<void> {
    const session = await page.context().newCDPSession(page);
    const origin = inject('stack').url;
    await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize });
  }

  it('says so calmly and goes on; what it had no room for comes from the server', async () => {
    const [theirs, mine] = [await clientOf(li), await clientOf(ada)];
    const { conversationId } = await theirs.openDirect(mine.me?.userId ?? '');
    await mine.stop();
    const page = await deviceOf(browser, ada);
    await findPerson(page, li);
    await say(page, 'before it is full');
    await expect.poll(() => keptLocally(page)).toContain('before it is full');
    await giveRoom(page, 1);
    for (let turn = 0; turn < 5; turn += 1) theirs.send(conversationId, `${turn} ${'x'.repeat(16_000)}`);
    await theirs.whenSent(theirs.send(conversationId, 'it went on'));
    await message(page, 'it went on').waitFor();
    await page
      .getByRole('status')
      .getByText(/out of space/)
      .waitFor();
    await shot(page, 'out-of-space');
    await say(page, 'and so do I');
    await page.reload();
    await signedIn(page);
    await message(page, 'and so do I').waitFor();
    await chatRow(page, 'and so do I').waitFor();
    await theirs.stop();
  });
});
