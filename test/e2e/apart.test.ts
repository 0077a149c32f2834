import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.js';
import { chatRow, deviceOf, findPerson, message, reaches, say } from './app.js';
import { newPerson } from './people.js';
import { type OwnStack, parley, startStack } from './stack.js';

/** The roles as processes of their own, two gateways on one port. */
let own: OwnStack;
let browser: Browser;
beforeAll(async () => {
  own = await startStack(['--processes', 'gateway=2,logic=2,worker=1']);
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await own.stop();
});

describe('with gateway, logic and worker apart', () => {
  it('two people chat in two browsers, and one of them sees it on a second device', async () => {
    const { stack } = own;
    const options = { baseURL: stack.url };
    const [ada, li] = [await newPerson('Ada Byron', stack), await newPerson('Li Lei', stack)];
    const hers = await deviceOf(browser, ada, options);
    const his = [await deviceOf(browser, li, options), await deviceOf(browser, li, options)];
    await findPerson(hers, li);
    await say(hers, 'through whichever gateway');
    for (const page of his) {
      await chatRow(page, ada.name).click();
      await message(page, 'through whichever gateway').waitFor();
    }
    await reaches(hers.locator('main article').last(), 'read');
    await say(his[0] ?? hers, 'and back');
    for (const page of [hers, ...his]) await message(page, 'and back').waitFor();
  });

  it('the doctor finds nothing wrong', async () => {
    const { ok } = JSON.parse(await parley(['doctor', '--json'], own.stack.env)) as { ok: boolean };
    expect(ok).toBe(true);
  });
});
