import type { ParleyClient } from '@parley/sdk';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.js';
import {
  chatRow,
  closeSettings,
  message,
  newDevice,
  openSettings,
  pressBeside,
  shellKept,
  shot,
  signedIn,
  signIn,
} from './app.js';
import { seriousFindings } from './axe.js';
import { clientOf, newPeople, type Person } from './people.js';
import { choose, notified, pushDeliverer } from './pushed-page.js';

let browser: Browser;
let ada: Person;
let li: Person;
let bo: Person;
let his: ParleyClient;
let theirs: ParleyClient;
let fromLi: string;
let fromBo: string;
let context: BrowserContext;
let page: Page;
let other: Page;

beforeAll(async () => {
  browser = await launchBrowser();
  [ada, li, bo] = await newPeople('Ada Byron', '李雷', 'Bo Zhang');
  his = await clientOf(li);
  theirs = await clientOf(bo);
  const mine = await clientOf(ada);
  const myId = mine.me?.userId ?? '';
  fromLi = (await his.openDirect(myId)).conversationId;
  fromBo = (await theirs.openDirect(myId)).conversationId;
  await mine.stop();
  context = await newDevice(browser);
  await context.grantPermissions(['notifications']);
  await context.addInitScript(countSounds);
  page = await context.newPage();
  await signIn(page, ada);
  await shellKept(page);
});
afterAll(async () => {
  await Promise.all([his.stop(), theirs.stop()]);
  await browser.close();
});

type Counted = { sounds?: number };

/** In the page. */
function countSounds(): void {
  const counted = globalThis as Counted;
  counted.sounds = 0;
  globalThis.OscillatorNode = class extends OscillatorNode {
    override start(when?: number): void {
      counted.sounds = (counted.sounds ?? 0) + 1;
      super.start(when);
    }
  };
}

async function sounded(): Promise<number> {
  const counts = await Promise.all(
    context.pages().map((one) => one.evaluate(() => (globalThis as { sounds?: number }).sounds ?? 0)),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

const says = (client: ParleyClient, conversationId: string, text: string): Promise<unknown> =>
  client.whenSent(client.send(conversationId, text));

const bodies = async (): Promise<string[]> => (await notified(page)).map(({ body }) => body);

/** Something that is told of comes after what is not: then the latter is not still on its way. */
async function isSilent(text: string): Promise<void> {
  const mark = `after ${text}`;
  await says(theirs, fromBo, mark);
  await expect.poll(async () => (await bodies()).join()).toContain(mark);
  expect((await bodies()).filter((body) => body.startsWith(text))).toEqual([]);
}

describe('a page that is open', () => {
  it('tells of what comes in elsewhere, once, with a sound', async () => {
    await page.mouse.click(640, 400);
    await says(his, fromLi, '发布推迟到六点');
    await expect
      .poll(() => notified(page))
      .toMatchObject([{ title: '李雷', body: '发布推迟到六点', tag: `c:${fromLi}` }]);
    await expect.poll(sounded).toBe(2);
  });

  it('leads to the message', async () => {
    await choose(page, `c:${fromLi}`);
    await message(page, '发布推迟到六点').waitFor();
    expect(new URL(page.url()).pathname).toBe(`/c/${fromLi}`);
    await expect.poll(() => notified(page)).toEqual([]);
  });

  it('is silent about the chat that one looks at', async () => {
    await says(his, fromLi, 'seen at once');
    await message(page, 'seen at once').waitFor();
    await isSilent('seen at once');
  });

  it('tells of a message once, whichever of two tabs are open', async () => {
    other = await context.newPage();
    await other.goto('/');
    await signedIn(other);
    await other.mouse.click(640, 400);
    const before = await sounded();
    await says(theirs, fromBo, 'to both tabs');
    await expect.poll(async () => (await bodies()).join()).toContain('to both tabs');
    await expect.poll(sounded).toBe(before + 2);
    await other.close();
  });

  it('tells nothing anew when a push of the same message comes late', async () => {
    const deliver = await pushDeliverer(page);
    const { seq } = await theirs.whenSent(theirs.send(fromBo, 'pushed as well'));
    await expect.poll(async () => (await bodies()).join()).toContain('pushed as well');
    await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      for (const shown of await registration.getNotifications()) shown.close();
    });
    const push = { v: 1, conversationId: fromBo, count: 1, kind: 'direct', sender: bo.name };
    await deliver(JSON.stringify({ ...push, seq, text: 'pushed as well' }));
    await deliver(JSON.stringify({ ...push, conversationId: fromLi, seq: 1_000, text: 'and another one' }));
    await expect.poll(bodies).toEqual(['and another one']);
  });

  it('says why: in this browser', async () => {
    await chatRow(page, bo.name).click();
    await message(page, 'to both tabs').waitFor();
    await pressBeside(message(page, 'to both tabs'), 'More');
    await page.getByRole('menuitem', { name: 'Why was I (not) notified?' }).click();
    const here = page.getByRole('region', { name: 'In this browser, while Parley was open' });
    await here.getByText('It was written to you.').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await shot(page, 'why-here');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('is silent where one wants to be left alone', async () => {
    const mine = await clientOf(ada);
    await mine.setPersonal(fromLi, { notify: 'none' });
    await page.goto('/');
    await signedIn(page);
    await says(his, fromLi, 'not wanted');
    await chatRow(page, 'not wanted').waitFor();
    await isSilent('not wanted');
    await mine.stop();
  });

  it('doesn’t tell, or sound, in a browser where that is turned off', async () => {
    await openSettings(page, /^Notifications$/);
    await page.getByRole('switch', { name: /while Parley is open/, checked: true }).click();
    await page.getByRole('switch', { name: /while Parley is open/, checked: false }).waitFor();
    await page.getByRole('switch', { name: 'Play a sound', checked: true }).click();
    await page.getByRole('switch', { name: 'Play a sound', checked: false }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await shot(page, 'notifications-here');
    const [before, shown] = [await sounded(), await notified(page)];
    await says(theirs, fromBo, 'into the dark');
    await closeSettings(page);
    await chatRow(page, 'into the dark').waitFor();
    await pressWhy('into the dark');
    expect(await notified(page)).toEqual(shown.filter(({ tag }) => tag !== `c:${fromBo}`));
    expect(await sounded()).toBe(before);
    await openSettings(page, /^Notifications$/);
    await page.setViewportSize({ width: 360, height: 740 });
    await page.emulateMedia({ colorScheme: 'dark' });
    await shot(page, 'notifications-here-360-dark');
  });
});

/** The decision stands on record when it was made. */
async function pressWhy(text: string): Promise<void> {
  await chatRow(page, text).click();
  await message(page, text).waitFor();
  await pressBeside(message(page, text), 'More');
  await page.getByRole('menuitem', { name: 'Why was I (not) notified?' }).click();
  await page.getByRole('region', { name: 'In this browser, while Parley was open' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}
