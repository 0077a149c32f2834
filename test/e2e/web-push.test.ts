import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.js';
import { type PushedBrowser, PushService } from '../support/push-service.js';
import {
  deviceOf,
  findPerson,
  message,
  newDevice,
  openSettings,
  say,
  shellKept,
  shot,
  signedIn,
  signIn,
  pressBeside,
} from './app.js';
import { seriousFindings } from './axe.js';
import { newPerson, type Person } from './people.js';
import { choose, chooseWithoutPage, notified, pushDeliverer, pushedContext } from './pushed-page.js';
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

const openNotifications = (page: Page): Promise<void> => openSettings(page, /^(Notifications|通知)$/);

/** The next push, through the service and out of it again, to the worker of the page. */
async function arrives(count: number): Promise<void> {
  await expect.poll(() => pushed.got.length).toBe(count);
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

  it('says why one was notified of a message, and lists all of it', async () => {
    await pressBeside(message(hers, 'and bring the papers'), 'More');
    await hers.getByRole('menuitem', { name: 'Why was I (not) notified?' }).click();
    await hers.getByRole('dialog').getByText('It was written to you.').waitFor();
    await hers.getByRole('dialog').getByText('The push service of the device took it.').waitFor();
    expect(await seriousFindings(hers)).toEqual([]);
    await shot(hers, 'why-one');
    await hers.keyboard.press('Escape');
    await openNotifications(hers);
    await hers.getByRole('button', { name: 'Why was I notified, or not?' }).click();
    await hers.getByRole('dialog').getByRole('listitem').first().waitFor();
    await shot(hers, 'why-all');
    await hers.keyboard.press('Escape');
    await hers.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('opens a page at the message where none is open', async () => {
    await hers.goto('about:blank');
    await say(his, 'by the way');
    await arrives(3);
    const path = await chooseWithoutPage(hers);
    expect(path).toMatch(/^\/c\/\d+\/m\/\d+$/);
    await hers.goto(path);
    await message(hers, 'by the way').waitFor();
  });

  it('is silent in quiet hours, and for a chat whose level says so, which its owner sets', async () => {
    await hers.setViewportSize({ width: 360, height: 780 });
    await hers.emulateMedia({ colorScheme: 'dark' });
    await hers.evaluate(() => localStorage.setItem('parley.preferences', JSON.stringify({ locale: 'zh-CN' })));
    await hers.goto('/');
    await signedIn(hers);
    await hers.getByRole('button', { name: '“Wang Lei”的更多操作' }).click();
    await hers.getByRole('menuitem', { name: '通知…' }).click();
    await hers.getByRole('radio', { name: '不通知' }).click();
    await hers.getByRole('radio', { name: '不通知', checked: true }).waitFor();
    await shot(hers, 'level-360-zh-dark');
    await hers.keyboard.press('Escape');
    await openNotifications(hers);
    await hers.getByRole('switch', { name: '免打扰时段', checked: false }).click();
    await hers.getByLabel('时区').waitFor();
    expect(await hers.getByLabel('时区').inputValue()).toBe('Asia/Shanghai');
    await hers.getByLabel('新关键词').fill('发布');
    await hers.getByRole('button', { name: '添加' }).click();
    await hers.getByRole('button', { name: '删除“发布”' }).waitFor();
    expect(await seriousFindings(hers)).toEqual([]);
    await shot(hers, 'notifications-360-zh-dark');
    await hers.getByRole('button', { name: '关闭', exact: true }).last().click();
    await expect.poll(() => hers.getByText('关闭 Parley 后，这个浏览器不会显示通知。').count()).toBe(1);
  });
});
