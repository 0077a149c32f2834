import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.js';
import { chatRow, composer, deviceOf, message, newDevice, say, shot, signIn, WITHOUT_WORKER } from './app.js';
import { seriousFindings } from './axe.js';
import { newPeople, newPerson, type Person } from './people.js';

const GROUP = '发布小组 Release';
const RENAMED = '新群名';

let browser: Browser;
let ada: Person;
let li: Person;
let grace: Person;
let hers: Page;
let his: Page;
beforeAll(async () => {
  browser = await launchBrowser();
  [ada, li, grace] = await newPeople('Ada Byron', '李雷', 'Grace Hopper');
  hers = await deviceOf(browser, ada, WITHOUT_WORKER);
  his = await deviceOf(browser, li, { locale: 'zh-CN', colorScheme: 'dark' });
});
afterAll(async () => browser.close());

function pane(page: Page): Locator {
  return page.getByRole('complementary', { name: /^(Members|群成员)$/ });
}

async function openPane(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: /^(Members|群成员)$/ }).press('Enter');
  await pane(page).getByRole('listitem').first().waitFor();
  return pane(page);
}

function member(page: Page, person: Person): Locator {
  return pane(page).getByRole('listitem').filter({ hasText: person.name });
}

/** Chooses an act about somebody from the menu of their row, by keyboard. */
async function act(page: Page, person: Person, name: string): Promise<void> {
  await member(page, person).getByRole('button').last().press('Enter');
  await page.getByRole('menuitem', { name, exact: true }).press('Enter');
}

async function pick(page: Page, person: Person): Promise<void> {
  await page.getByRole('combobox').fill(person.login);
  // At once: what was typed counts, not what happens to be listed still.
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: `Do not add ${person.name}` }).waitFor();
}

/** The next POST there is carried out, but its answer never arrives. */
async function loseAnswer(page: Page, address: string): Promise<void> {
  let lost = false;
  await page.route(address, async (route) => {
    if (lost || route.request().method() !== 'POST') return route.continue();
    lost = true;
    await route.fetch();
    await route.abort();
  });
}

function told(page: Page, text: string): Promise<void> {
  return page.getByRole('log').getByText(text, { exact: true }).waitFor();
}

describe('a group in the browser', () => {
  it('is made by keyboard: a name, Enter, people by login, Enter', async () => {
    await hers.keyboard.press('Control+g');
    const dialog = hers.getByRole('dialog', { name: 'New group' });
    await dialog.locator('input:focus').waitFor();
    await dialog.getByRole('button', { name: 'Create group' }).press('Enter');
    await dialog.getByText('Give the group a name.').waitFor();
    await hers.keyboard.type(GROUP);
    await hers.keyboard.press('Enter');
    await hers.locator('[role=combobox]:focus').waitFor();
    for (const person of [li, grace]) await pick(hers, person);
    expect(await seriousFindings(hers)).toEqual([]);
    await shot(hers, 'group-new');
    await loseAnswer(hers, '**/api/v1/conversations');
    await hers.keyboard.press('Enter');
    await dialog.getByRole('alert').waitFor();
    await hers.keyboard.press('Enter');
    await hers.getByRole('heading', { name: GROUP }).waitFor();
    await hers.getByText('3 members').waitFor();
    await told(hers, `You made the group with ${li.name} and ${grace.name}`);
    // The first try had made it: the second was answered with the same one.
    expect(await chatRow(hers, GROUP).count()).toBe(1);
  });

  it('shows up at the others, in their language, and says who speaks', async () => {
    await chatRow(his, GROUP).filter({ hasText: 'Ada Byron建了这个群' }).click();
    await told(his, 'Ada Byron建了这个群，成员有你和Grace Hopper');
    await his.getByText('3 位成员').waitFor();
    await say(hers, 'hello both');
    await message(his, 'hello both').getByText(ada.name, { exact: true }).first().waitFor();
    await say(his, '大家好');
    await message(hers, '大家好').getByText(li.name, { exact: true }).first().waitFor();
    await chatRow(hers, GROUP)
      .filter({ hasText: `${li.name}: 大家好` })
      .waitFor();
    await composer(his).pressSequentially('再');
    await hers.getByText(`${li.name} is typing…`).waitFor();
    await composer(his).fill('');
    await shot(hers, 'group-timeline');
    await shot(his, 'group-timeline-zh-dark');
  });

  it('shows a bar, and no word for somebody, until a name has come', async () => {
    const late = await (await newDevice(browser, WITHOUT_WORKER)).newPage();
    let answer = (): void => undefined;
    const waits = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await late.route('**/api/v1/batch/users', async (route) => {
      await waits;
      await route.continue();
    });
    // From the first request on: a name that has come is kept.
    await signIn(late, grace);
    await chatRow(late, GROUP).click();
    const said = message(late, 'hello both');
    await said.locator('.animate-skeleton').waitFor();
    await expect.poll(() => late.locator('main article').locator('.animate-skeleton').count()).toBeGreaterThan(2);
    expect(await late.locator('main').getByText('somebody').filter({ visible: true }).count()).toBe(
      await late.locator('main .sr-only').getByText('somebody').count(),
    );
    await shot(late, 'group-names-missing');
    answer();
    await said.getByText(ada.name, { exact: true }).first().waitFor();
    await told(late, `Ada Byron made the group with you and ${li.name}`);
    await late.context().close();
  });

  it('shows its members beside the chat, with what my role allows', async () => {
    await openPane(hers);
    await act(hers, grace, 'Make admin');
    await member(hers, grace).getByText('Admin', { exact: true }).waitFor();
    await pane(hers).getByLabel('Name of the group').fill(RENAMED);
    await hers.keyboard.press('Enter');
    await hers.getByRole('heading', { name: RENAMED }).waitFor();
    await told(hers, `You made ${grace.name} an admin`);
    await told(his, `Ada Byron把群名改为“${RENAMED}”`);
    await pane(hers).getByText('Ada Byron (you)').waitFor();
    expect(await seriousFindings(hers)).toEqual([]);
    await shot(hers, 'group-members');
    await member(hers, grace).getByRole('button').last().click();
    await hers.getByRole('menuitem').first().waitFor();
    await shot(hers, 'group-member-menu');
    await hers.keyboard.press('Escape');
    await hers.getByRole('menu').waitFor({ state: 'detached' });
    await pane(hers).waitFor();
    await openPane(his);
    await member(his, grace).getByRole('button').last().press('Enter');
    await his.getByRole('menuitem', { name: '发消息' }).waitFor();
    expect(await his.getByRole('menuitem').count()).toBe(1);
    await his.keyboard.press('Escape');
    expect(await pane(his).getByLabel('群名称').count()).toBe(0);
    await shot(his, 'group-members-zh-dark');
    await pane(his).press('Escape');
    await pane(his).waitFor({ state: 'detached' });
    await his.locator('button[aria-expanded=false]:focus').waitFor();
  });

  it('brings somebody in', async () => {
    const zoe = await newPerson('Zoe Quinn');
    await pane(hers).getByRole('button', { name: 'Add people' }).press('Enter');
    const dialog = hers.getByRole('dialog', { name: 'Add people' });
    await dialog.getByRole('combobox').fill(li.login);
    await dialog.getByRole('option').filter({ hasText: 'Already in' }).first().waitFor();
    await pick(hers, zoe);
    await shot(hers, 'group-add');
    await hers.keyboard.press('Enter');
    await member(hers, zoe).waitFor();
    await told(his, `Ada Byron添加了${zoe.name}`);
  });

  it('takes somebody out, whose chat closes with a word, whatever they were writing', async () => {
    await composer(his).fill('写到一半');
    await act(hers, li, 'Remove');
    await hers.getByText(`Remove ${li.name} from the group?`).waitFor();
    await hers.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).press('Enter');
    await pane(hers).getByText('3 members').waitFor();
    await his.getByText(`你已不在“${RENAMED}”中。`).waitFor();
    await expect.poll(() => new URL(his.url()).pathname).toBe('/');
    await expect.poll(() => chatRow(his, RENAMED).count()).toBe(0);
    await shot(his, 'group-gone-zh-dark');
  });

  it('on a narrow screen it is one pane at a time', async () => {
    await hers.setViewportSize({ width: 390, height: 800 });
    expect(await composer(hers).isVisible()).toBe(false);
    await shot(hers, 'group-members-narrow');
    await pane(hers).getByRole('button', { name: 'Close members' }).click();
    await composer(hers).waitFor();
    await shot(hers, 'group-narrow');
    await openPane(hers);
    await hers.goBack();
    await composer(hers).waitFor();
    expect(await pane(hers).count()).toBe(0);
    await hers.locator('button[aria-expanded=false]:focus').waitFor();
    await hers.goForward();
    await pane(hers).getByRole('listitem').first().waitFor();
    await hers.reload();
    await pane(hers).getByRole('button', { name: 'Close members' }).click();
    await composer(hers).waitFor();
    await hers.getByRole('button', { name: 'Back to chats' }).click();
    await chatRow(hers, RENAMED).click();
    await composer(hers).waitFor();
    await hers.keyboard.press('Control+g');
    await hers.getByRole('dialog', { name: 'New group' }).getByRole('option').first().waitFor();
    await shot(hers, 'group-new-narrow');
    await hers.keyboard.press('Escape');
    await hers.setViewportSize({ width: 800, height: 700 });
    await openPane(hers);
    await shot(hers, 'group-members-covering');
    await hers.setViewportSize({ width: 1280, height: 800 });
  });

  it('is left by its owner only after it was handed over', async () => {
    await pane(hers).getByText('To leave, hand the group over to somebody first.').waitFor();
    await act(hers, grace, 'Hand over');
    await hers.getByRole('alertdialog').getByRole('button', { name: 'Hand over' }).press('Enter');
    await member(hers, grace).getByText('Owner', { exact: true }).waitFor();
    await pane(hers).getByRole('button', { name: 'Leave group' }).press('Enter');
    await hers.getByRole('alertdialog').waitFor();
    await shot(hers, 'group-leave');
    await hers.getByRole('alertdialog').getByRole('button', { name: 'Leave group' }).press('Enter');
    await hers.getByText(`You are no longer in “${RENAMED}”.`).waitFor();
    await expect.poll(() => new URL(hers.url()).pathname).toBe('/');
    await expect.poll(() => chatRow(hers, RENAMED).count()).toBe(0);
    // Nothing of it is left to come back to.
    await hers.goBack();
    expect(new URL(hers.url()).pathname).toBe('/');
  });
});

it('a list of people longer than the dialog scrolls above its button', async () => {
  await hers.setViewportSize({ width: 1280, height: 800 });
  await Promise.all(Array.from({ length: 12 }, (_, index) => newPerson(`Anna ${index + 1}`)));
  await hers.keyboard.press('Control+g');
  const dialog = hers.getByRole('dialog', { name: 'New group' });
  await dialog.getByRole('option').nth(9).waitFor();
  const last = await dialog.getByRole('listbox').evaluate((list) => list.parentElement?.getBoundingClientRect().bottom);
  const button = await dialog.getByRole('button', { name: 'Create group' }).boundingBox();
  expect(last).toBeLessThanOrEqual(button?.y ?? 0);
  await shot(hers, 'group-new-long');
  await hers.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
});
