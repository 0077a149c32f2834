import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { launchBrowser } from '../support/browser.js';
import { newDevice, shot, signedIn } from './app.js';
import { seriousFindings } from './axe.js';
import { ensureOrganisation, organisation } from './people.js';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => browser.close());

it('the one-time link creates the organisation and signs its first administrator in', async () => {
  const { setupUrl } = inject('stack');
  const context = await newDevice(browser);
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
  await ensureOrganisation();
  const { setupUrl } = inject('stack');
  const context = await newDevice(browser, { locale: 'zh-CN', colorScheme: 'dark' });
  const page = await context.newPage();
  await page.goto(setupUrl);
  await page.getByRole('heading', { name: '组织已经设置好了' }).waitFor();
  await page.getByRole('button', { name: '去登录' }).click();
  await page.getByRole('heading', { name: '登录' }).waitFor();
  await context.close();
});
