import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.js';
import { newDevice, shot, signedIn } from './app.js';
import { seriousFindings } from './axe.js';
import { ensureOrganisation, organisation } from './organisation.js';
import { type OwnStack, startStack } from './stack.js';

/** The link works once, so the install is not the one of the other files. */
let own: OwnStack;
let browser: Browser;
beforeAll(async () => {
  own = await startStack();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await own.stop();
});

it('the one-time link creates the organisation and signs its first administrator in', async () => {
  const { setupUrl, url } = own.stack;
  const context = await newDevice(browser, { baseURL: url });
  const page = await context.newPage();
  await page.goto(setupUrl);
  await page.getByLabel('Organisation').waitFor();
  expect(new URL(page.url()).hash).toBe('');
  expect(await page.evaluate(() => [history.length, JSON.stringify(history.state).includes('#')])).toEqual([2, false]);
  await shot(page, 'setup');
  expect(await seriousFindings(page)).toEqual([]);

  await page.getByRole('button', { name: 'Create organisation' }).click();
  await page.getByText('Use 10 characters or more.').waitFor();
  await shot(page, 'setup-faults');

  await page.getByLabel('Organisation').fill(organisation);
  await page.getByLabel('Your name').fill('Ada Lovelace');
  await page.getByLabel('Login').fill('ada');
  await page.getByLabel('Password').fill('a long enough password');
  await page.keyboard.press('Enter');
  await signedIn(page);
  await page.getByText(`Welcome to ${organisation}`).waitFor();
  await shot(page, 'first-run');
  await context.close();
});

it('the link works once, and says so', async () => {
  await ensureOrganisation(own.stack);
  const { setupUrl, url } = own.stack;
  const context = await newDevice(browser, { baseURL: url, locale: 'zh-CN', colorScheme: 'dark' });
  const page = await context.newPage();
  await page.goto(setupUrl);
  await page.getByRole('heading', { name: '组织已经设置好了' }).waitFor();
  await page.getByRole('button', { name: '去登录' }).click();
  await page.getByRole('heading', { name: '登录' }).waitFor();
  await context.close();
});
