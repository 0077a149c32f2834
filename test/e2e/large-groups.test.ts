import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launchBrowser } from '../support/browser.js';
import { chatRow, composer, deviceOf, message, reaches, say, shot, typed } from './app.js';
import { seriousFindings } from './axe.js';
import { newPeople, type Person } from './people.js';

const GROUP = `all-hands-${Date.now().toString(36)}`;
const CROWD = Array.from({ length: 18 }, (_, at) => `Crowd ${at + 1}`);

let browser: Browser;
let ada: Person;
let first: Person;
let second: Person;
let odd: Person;
let hers: Page;
let theirs: Page;
let oddPage: Page;

/** Through the API: what is tested here is not how a group is made. */
async function makeGroup(owner: Person, members: readonly Person[]): Promise<void> {
  const { url } = inject('stack');
  const ask = async <T>(path: string, init: RequestInit & { token?: string }): Promise<T> => {
    const headers = {
      'content-type': 'application/json',
      ...(init.token && { authorization: `Bearer ${init.token}` }),
    };
    const answer = await fetch(`${url}/api/v1${path}`, { ...init, headers });
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  const { accessToken: token } = await ask<{ accessToken: string }>('/auth/login', {
    method: 'POST',
    body: JSON.stringify({
      login: owner.login,
      password: owner.password,
      device: { name: 'tests', platform: 'other' },
      session: 'token',
    }),
  });
  const userIds: string[] = [];
  for (const { login } of members) {
    const { users } = await ask<{ users: { userId: string }[] }>(`/users?query=${login}`, { method: 'GET', token });
    userIds.push(...users.map(({ userId }) => userId));
  }
  const body = JSON.stringify({ kind: 'group', name: GROUP, key: `k_${Date.now()}`, userIds });
  await ask('/conversations', { method: 'POST', token, body });
}

beforeAll(async () => {
  browser = await launchBrowser();
  const [owner, one, other, at, ...crowd] = await newPeople('Ada Byron', '王伟', '王伟', 'a@b', ...CROWD);
  [ada, first, second, odd] = [owner, one, other, at];
  await makeGroup(ada, [first, second, odd, ...crowd]);
  hers = await deviceOf(browser, ada);
  theirs = await deviceOf(browser, second, {
    locale: 'zh-CN',
    colorScheme: 'dark',
    viewport: { width: 360, height: 720 },
  });
  oddPage = await deviceOf(browser, odd);
  await chatRow(hers, GROUP).click();
  await composer(hers).waitFor();
});
afterAll(async () => browser.close());

const list = (page: Page): Locator => page.getByRole('listbox', { name: /^(People to mention|可以 @ 的人)$/ });
const options = (page: Page): Locator => list(page).getByRole('option');
const question = (page: Page): Locator => page.getByRole('alertdialog', { name: 'Mention 21 people?' });

describe('calling people in a large group', () => {
  it('people come first, everybody last; by Enter alone nobody calls all', async () => {
    await composer(hers).pressSequentially('@');
    await options(hers).first().waitFor();
    expect(await options(hers).count()).toBe(8);
    expect(await options(hers).last().innerText()).toContain('everyone');
    expect(await list(hers).getByRole('option', { selected: true }).innerText()).not.toContain('everyone');
    await shot(hers, 'picker-people-first');
    await composer(hers).pressSequentially('ever');
    expect(await list(hers).getByRole('option', { selected: true }).count()).toBe(0);
    await composer(hers).press('Enter');
    expect(await typed(composer(hers))).toBe('@ever');
    expect(await list(hers).getByRole('option', { selected: true }).innerText()).toContain('everyone');
    for (const word of ['all', 'here', '所有人']) {
      await composer(hers).fill('');
      await composer(hers).pressSequentially(`@${word}`);
      await list(hers).getByRole('option', { name: 'everyone', selected: true }).waitFor();
    }
    await composer(hers).press('Enter');
    expect(await typed(composer(hers))).toBe('@everyone ');
    await composer(hers).fill('');
  });

  it('two of one name are told apart, in the list and in the text, and a name with an @ calls', async () => {
    await composer(hers).pressSequentially('@王');
    await options(hers).nth(1).waitFor();
    await shot(hers, 'picker-same-name');
    await options(hers).filter({ hasText: second.login }).click();
    expect(await typed(composer(hers))).toBe(`@王伟 (${second.login}) `);
    await composer(hers).pressSequentially('@a@');
    await options(hers).filter({ hasText: 'a@b' }).waitFor();
    await composer(hers).press('Enter');
    await composer(hers).pressSequentially('看');
    await composer(hers).press('Enter');
    await hers
      .locator('main article')
      .getByRole('button', { name: `@王伟 (${second.login})` })
      .waitFor();
    await hers.locator('main article').getByRole('button', { name: '@a@b' }).waitFor();
    await chatRow(theirs, GROUP).getByText('[有人@我]').waitFor();
    await chatRow(oddPage, GROUP).getByText('[@me]').waitFor();
  });

  it('many are called only after a question: scheduled, and by an edit, too', async () => {
    await composer(hers).fill('@all at ten');
    await hers.getByRole('button', { name: 'Send later' }).press('Enter');
    await hers.getByRole('menuitem').first().press('Enter');
    await question(hers).waitFor();
    await shot(hers, 'call-question-scheduled');
    await question(hers).getByRole('button', { name: 'Cancel' }).press('Enter');
    expect(await typed(composer(hers))).toBe('@all at ten');
    await composer(hers).fill('');
    await say(hers, 'at eleven');
    await reaches(message(hers, 'at eleven'), 'sent');
    await composer(hers).press('ArrowUp');
    const edited = hers.getByRole('textbox', { name: 'Edit message' });
    await edited.waitFor();
    expect(await hers.locator('main article').filter({ has: edited }).getByRole('toolbar').count()).toBe(0);
    await edited.fill('@all at eleven');
    await edited.press('Enter');
    await question(hers).waitFor();
    await question(hers).getByRole('button', { name: 'Mention 21 people' }).press('Enter');
    await edited.waitFor({ state: 'detached' });
    await hers.locator('main article').getByText('@all', { exact: true }).waitFor();
    await composer(hers).and(hers.locator(':focus')).waitFor();
  });
});

describe('the members of a large group', () => {
  it('are found by a part of the name', async () => {
    await hers.getByRole('button', { name: 'Members', exact: true }).press('Enter');
    const pane = hers.getByRole('complementary', { name: 'Members' });
    await pane.locator('li[aria-setsize="22"]').first().waitFor();
    // Those out of sight are not drawn, until one scrolls to them.
    const last = pane.locator('li[aria-posinset="22"]');
    expect(await last.count()).toBe(0);
    await pane
      .getByRole('list', { name: 'Members' })
      .locator('..')
      .evaluate((element) => element.scrollTo(0, 10_000));
    await last.waitFor();
    await pane.getByRole('searchbox', { name: 'Find a member' }).fill('王');
    await pane.getByRole('listitem').nth(2).waitFor({ state: 'detached' });
    expect(await pane.getByRole('listitem').count()).toBe(2);
    await shot(hers, 'members-found');
    expect(await seriousFindings(hers)).toEqual([]);
    await pane.getByRole('searchbox').fill('nobody at all');
    await pane.getByText('No member matches “nobody at all”.').waitFor();
    await hers.keyboard.press('Escape');
  });

  it('fits a narrow page, with what is selected to be forwarded', async () => {
    await chatRow(theirs, GROUP).click();
    await composer(theirs).pressSequentially('@王');
    await options(theirs).first().waitFor();
    await shot(theirs, 'picker-360-zh-dark');
    await composer(theirs).fill('');
    for (const page of [theirs, hers]) {
      await page.setViewportSize({ width: 360, height: 720 });
      const said = page.locator('main article').last();
      await said.focus();
      await said.getByRole('button', { name: /^(More|更多)$/ }).press('Enter');
      await page.getByRole('menuitem', { name: /^(Select several|多选)$/ }).press('Enter');
      const bar = page.getByRole('toolbar', { name: /^(Selected messages|已选的消息)$/ });
      const buttons = await bar.getByRole('button').all();
      const boxes = await Promise.all(buttons.slice(-2).map((button) => button.boundingBox()));
      expect(new Set(boxes.map((box) => box?.y)).size).toBe(1);
      await shot(page, `selection-360-${page === hers ? 'en' : 'zh'}`);
      await bar.getByRole('button').last().click();
      const submit = page.getByRole('dialog').getByRole('button', { name: /^(Forward|转发)$/ });
      expect(await submit.isDisabled()).toBe(true);
      await shot(page, `forward-none-360-${page === hers ? 'en' : 'zh'}`);
      await page.keyboard.press('Escape');
      await bar.getByRole('button').first().click();
    }
  });
});
