import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.js';
import { type PushedBrowser, PushService } from '../support/push-service.js';
import { deviceOf, findPerson, message, newDevice, say, shellKept, shot, signedIn, signIn } from './app.js';
import { seriousFindings } from './axe.js';
import { newPerson, type Person } from './people.js';
import { choose, notified, pushDeliverer, pushedContext } from './pushed-page.js';
import { type OwnStack, startStack } from './stack.js';

let own: OwnStack;
let browser: Browser;
let service: PushService;
let pushed: PushedBrowser;
let lin: Person;
let wang: Person;
let his: Page;
let hers: Page;
let deliver: (data: string) => Promise<void>;
beforeAll(async () => {
  service = await PushService.open();
  own = await startStack([], { PARLEY_PUSH_ALLOWED_HOSTS: service.host });
  browser = await launchBrowser();
  [lin, wang] = [await newPerson('林月', own.stack), await newPerson('Wang Lei', own.stack)];
  pushed = service.browser();
  const context = await newDevice(browser, { baseURL: own.stack.url });
  await pushedContext(context, pushed);
  hers = await context.newPage();
  await signIn(hers, lin);
  await shellKept(hers);
  his = await deviceOf(browser, wang, { baseURL: own.stack.url });
  await findPerson(his, lin);
});
afterAll(async () => {
  await browser.close();
  await own.stop();
  service.close();
  expect(service.faults).toEqual([]);
});

async function openNotifications(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^(Settings|设置)$/ }).click();
  await page.getByRole('button', { name: /^(Notifications|通知)$/ }).click();
  await page.getByRole('dialog', { name: /^(Notifications|通知)$/ }).waitFor();
}

/** The next push, through the service and out of it again, to the worker of the page. */
async function arrives(count: number): Promise<void> {
  await expect.poll(() => pushed.got.length, { timeout: 30_000 }).toBe(count);
  await deliver(JSON.stringify(pushed.got.at(-1)?.payload));
}

describe('a browser that is pushed to', () => {
  it('is turned on by hand, once it was allowed', async () => {
    await openNotifications(hers);
    await hers.getByText('This browser shows no notifications while Parley is closed.').waitFor();
    expect(await seriousFindings(hers)).toEqual([]);
    await shot(hers, 'notifications-off');
    await hers.getByRole('button', { name: 'Turn on' }).click();
    await hers.getByText('This browser shows notifications, also while Parley is closed.').waitFor();
    await shot(hers, 'notifications-on');
    service.key = await hers.evaluate(() =>
      String(localStorage.getItem('test.push')).replaceAll('+', '-').replaceAll('/', '_'),
    );
    deliver = await pushDeliverer(hers);
    await hers.keyboard.press('Escape');
  });

  it('shows who said what, though nobody looks at the page', async () => {
    // She is not there: no connection, only the worker.
    await hers.goto('about:blank');
    await say(his, '发布推迟到六点');
    await arrives(1);
    await hers.goto('/');
    await expect.poll(() => notified(hers)).toMatchObject([{ title: 'Wang Lei', body: '发布推迟到六点', lang: 'en' }]);
  });

  it('has one notification for a chat, and the chat opens from it', async () => {
    await hers.goto('about:blank');
    await say(his, 'and bring the papers');
    await arrives(2);
    await hers.goto('/');
    await expect.poll(async () => (await notified(hers))[0]?.body).toMatch(/^and bring the papers/);
    const shown = await notified(hers);
    expect(shown).toHaveLength(1);
    await signedIn(hers);
    await choose(hers, shown[0]?.tag ?? '');
    await message(hers, 'and bring the papers').waitFor();
    expect(new URL(hers.url()).pathname).toMatch(/^\/c\/\d+$/);
    await expect.poll(() => notified(hers)).toEqual([]);
  });
});
