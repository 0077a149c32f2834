import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launchBrowser } from '../support/browser.js';
import { chatRow, findPerson, message, newDevice, reaches, say, shellKept, shot, signedIn, signIn } from './app.js';
import { seriousFindings } from './axe.js';
import { newPeople, type Person } from './people.js';
import { watched } from './watched.js';

let browser: Browser;
let ada: Person;
let li: Person;
/** Chooses how it looks, on all devices: the others see it as their browser is set. */
let zhao: Person;
beforeAll(async () => {
  browser = await launchBrowser();
  [ada, li, zhao] = await newPeople('Ada Guard', '李守卫', 'Zhao Guard');
});
afterAll(async () => browser.close());

async function openSettings(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^(Settings|设置)$/ }).click();
  await page.getByRole('radiogroup').first().waitFor();
}

describe('the policy of the pages', () => {
  it('is strict, and travels with every page', async () => {
    const { url } = inject('stack');
    for (const place of ['/', '/setup', '/c/1', '/settings', '/settings/devices', '/nowhere']) {
      const policy = (await fetch(url + place)).headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toMatch(/script-src 'self'( 'sha256-[^']+')+;/);
      expect(policy).not.toMatch(/unsafe|\*|http:|https:/);
    }
  });

  it('is never broken, nothing is fetched from elsewhere, and nothing throws, also from the kept shell', async () => {
    const context = await newDevice(browser);
    const notes = await watched(context);
    const page = await context.newPage();
    await signIn(page, zhao);
    await findPerson(page, li);
    await say(page, 'hello 你好 😀');
    await reaches(message(page, 'hello 你好 😀'), 'sent');
    await openSettings(page);
    await page.getByRole('radio', { name: '中文' }).click();
    await page.getByText('退出登录').waitFor();
    await page.getByRole('radio', { name: '深色' }).click();
    await page.keyboard.press('Escape');
    await shellKept(page);
    await page.reload();
    await message(page, 'hello 你好 😀').waitFor();
    await context.setOffline(true);
    await page.reload();
    await message(page, 'hello 你好 😀').waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('zh-CN');
    expect(notes.violations).toEqual([]);
    expect(notes.errors).toEqual([]);
    const origins = new Set(notes.requests.map((address) => new URL(address).origin));
    expect([...origins]).toEqual([new URL(inject('stack').url).origin]);
    await context.close();
  });

  it('the service worker keeps no answer of the API', async () => {
    const context = await newDevice(browser);
    const page = await context.newPage();
    await signIn(page, ada);
    await shellKept(page);
    await page.reload();
    await signedIn(page);
    const kept = await page.evaluate(async () => {
      const names = await caches.keys();
      const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
      return requests.flat().map((request) => new URL(request.url).pathname);
    });
    expect(kept.length).toBeGreaterThan(3);
    expect(kept.filter((place) => place.startsWith('/api') || place.startsWith('/socket.io'))).toEqual([]);
    await context.close();
  });
});

/** What the build holds itself to (apps/web/scripts/first-load.ts). */
const FIRST_LOAD_KB = 250;

describe('the first load', () => {
  it('of somebody signed in fetches no more script, until their chats are there, than it may', async () => {
    const context = await newDevice(browser, { serviceWorkers: 'block' });
    const page = await context.newPage();
    await signIn(page, ada);
    await findPerson(page, li);
    await say(page, 'a chat to be listed');
    await chatRow(page, li.name).waitFor();
    await page.addInitScript(() => {
      const watching = new MutationObserver(() => {
        if (document.querySelector('li a[href^="/c/"]') === null) return;
        watching.disconnect();
        const scripts = performance.getEntriesByType('resource').filter(({ name }) => /\.js(\?|$)/.test(name));
        document.documentElement.dataset['scripts'] = JSON.stringify(scripts.map(({ name }) => name));
      });
      watching.observe(document, { childList: true, subtree: true });
    });
    await page.goto('/');
    await chatRow(page, li.name).waitFor();
    const names = JSON.parse(
      await page.evaluate(() => document.documentElement.dataset['scripts'] ?? '[]'),
    ) as string[];
    const sizes = await Promise.all(names.map(async (name) => gzipSync(await (await fetch(name)).text()).length));
    expect(names.length).toBeGreaterThan(3);
    expect(sizes.reduce((sum, size) => sum + size, 0) / 1024).toBeLessThanOrEqual(FIRST_LOAD_KB);
    await context.close();
  });
});

describe.each(['light', 'dark'] as const)('accessibility, %s', (colorScheme) => {
  it('axe has no serious finding on sign-in, list, chat, dialog and settings', async () => {
    const context = await newDevice(browser, { colorScheme });
    const page = await context.newPage();
    await page.goto('/');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await shot(page, `sign-in-${colorScheme}`);
    await signIn(page, ada);
    expect(await seriousFindings(page)).toEqual([]);
    await findPerson(page, li);
    await say(page, 'hello 你好 😀');
    await chatRow(page, li.name).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await shot(page, `chat-${colorScheme}`);
    await page.keyboard.press('Control+k');
    await page.getByRole('option').first().waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await shot(page, `find-${colorScheme}`);
    await page.keyboard.press('Escape');
    await openSettings(page);
    expect(await seriousFindings(page)).toEqual([]);
    await shot(page, `settings-${colorScheme}`);
    await context.close();
  });
});
