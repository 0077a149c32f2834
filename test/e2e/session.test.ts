import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.js';
import {
  composer,
  deviceOf,
  findPerson,
  keptLocally,
  message,
  newDevice,
  reaches,
  say,
  shot,
  signedIn,
  signIn,
} from './app.js';
import { newPeople, type Person } from './people.js';

let browser: Browser;
let ada: Person;
let li: Person;
beforeAll(async () => {
  browser = await launchBrowser();
  [ada, li] = await newPeople('Ada Session', '李会话');
});
afterAll(async () => browser.close());

describe('a sign-in', () => {
  it('refuses a wrong password with a sentence, and leads to where one wanted to go', async () => {
    const page = await (await newDevice(browser)).newPage();
    await page.goto('/c/123456789');
    await page.getByLabel('Login').fill(ada.login);
    await page.getByLabel('Password').fill('not the password');
    await page.keyboard.press('Enter');
    await page.getByText('Wrong login or password.').waitFor();
    await shot(page, 'sign-in-failed');
    await page.getByLabel('Password').fill(ada.password);
    await page.keyboard.press('Enter');
    await signedIn(page);
    await page.getByText('This chat is not here').waitFor();
    expect(new URL(page.url()).pathname).toBe('/c/123456789');
    await page.context().close();
  });

  it('lasts across reloads, with a refresh token that no script can read', async () => {
    const page = await deviceOf(browser, ada);
    for (let times = 0; times < 3; times += 1) {
      await page.reload();
      await signedIn(page);
    }
    const cookies = await page.context().cookies();
    expect(cookies.length).toBeGreaterThan(0);
    for (const cookie of cookies) expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
    expect(await page.evaluate(() => document.cookie)).toBe('');
    await page.context().close();
  });

  it('renews its access token before it ends, unseen', async () => {
    const context = await newDevice(browser);
    const page = await context.newPage();
    await page.clock.install();
    await signIn(page, ada);
    await findPerson(page, li);
    const refreshed = page.waitForResponse((answer) => answer.url().endsWith('/auth/refresh') && answer.ok());
    await page.clock.fastForward('16:00');
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await refreshed;
    await say(page, 'with a new token');
    await reaches(message(page, 'with a new token'), 'sent');
    await context.close();
  });
});

describe('signing out', () => {
  it('leaves nothing of the person in the browser, in any tab', async () => {
    const page = await deviceOf(browser, ada);
    await findPerson(page, li);
    await say(page, 'a secret of the two of us');
    await reaches(message(page, 'a secret of the two of us'), 'sent');
    await composer(page).pressSequentially('an unsent secret');
    const other = await page.context().newPage();
    await other.goto('/');
    await signedIn(other);
    await expect.poll(() => keptLocally(page)).toContain('a secret of the two of us');

    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await other.getByRole('heading', { name: 'Sign in' }).waitFor();
    const traces = async (): Promise<string[]> => {
      const kept = await keptLocally(page);
      return ['secret', ada.login, ada.name, li.name].filter((trace) => kept.includes(trace));
    };
    // Asking opens what is being deleted, so not at once.
    await page.waitForTimeout(500);
    await expect.poll(traces).toEqual([]);
    expect(await page.context().cookies()).toEqual([]);
    await page.goBack();
    await page.waitForTimeout(500);
    expect(await page.locator('body').innerText()).not.toContain('secret');
    await page.context().close();
  });
});
