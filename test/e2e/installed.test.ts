import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launchBrowser } from '../support/browser.js';
import { composer, deviceOf, findPerson, newDevice, shellKept, shot, signedIn, typed } from './app.js';
import { newPeople, type Person } from './people.js';

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
