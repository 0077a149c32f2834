import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.js';
import { chatRow, composer, deviceOf, message, say, shot } from './app.js';
import { seriousFindings } from './axe.js';
import { newPerson, type Person } from './people.js';

const GROUP = '发布小组 Release';

let browser: Browser;
let ada: Person;
let li: Person;
let grace: Person;
let hers: Page;
let his: Page;
beforeAll(async () => {
  browser = await launchBrowser();
  [ada, li, grace] = [await newPerson('Ada Byron'), await newPerson('李雷'), await newPerson('Grace Hopper')];
  hers = await deviceOf(browser, ada);
  his = await deviceOf(browser, li, { locale: 'zh-CN', colorScheme: 'dark' });
});
afterAll(async () => browser.close());

const openDetails = (page: Page): Promise<void> =>
  page.getByRole('button', { name: /Members and settings of|的成员和设置/ }).click();

describe('a group in the browser', () => {
  it('is made by keyboard: a name, people found by login', async () => {
    await hers.getByRole('button', { name: 'New group' }).click();
    await hers.getByRole('button', { name: 'Create group' }).click();
    await hers.getByText('Give the group a name.').waitFor();
    await hers.getByLabel('Name of the group').fill(GROUP);
    const find = hers.getByPlaceholder('Name or login');
    for (const person of [li, grace]) {
      await find.fill(person.login);
      await hers.getByRole('checkbox', { name: person.name }).waitFor();
      await find.press('Enter');
      await hers.getByRole('button', { name: `Do not add ${person.name}` }).waitFor();
    }
    await shot(hers, 'group-new');
    expect(await seriousFindings(hers)).toEqual([]);
    await hers.getByRole('button', { name: 'Create group' }).click();
    await hers.getByRole('heading', { name: GROUP }).waitFor();
    await hers.getByText('3 members').waitFor();
    await hers.getByText(`You made the group with ${li.name} and ${grace.name}`).first().waitFor();
  });

  it('shows up at the others, in their language, and says who speaks', async () => {
    await chatRow(his, GROUP).filter({ hasText: 'Ada Byron建了这个群' }).click();
    await his.locator('main').getByText('Ada Byron建了这个群，成员有你和Grace Hopper').waitFor();
    await his.locator('main').getByText('3 位成员').waitFor();
    await say(hers, 'hello both');
    await message(his, 'hello both').getByText('Ada Byron', { exact: true }).first().waitFor();
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

  it('its members and what my role allows', async () => {
    await openDetails(hers);
    const dialog = hers.getByRole('dialog', { name: GROUP });
    await dialog
      .getByRole('listitem')
      .filter({ hasText: grace.name })
      .getByRole('button', { name: 'Make admin' })
      .click();
    await dialog
      .getByRole('listitem')
      .filter({ hasText: grace.name })
      .getByText(/^Admin/)
      .waitFor();
    await dialog.getByLabel('Name of the group').fill('新群名');
    await dialog.getByRole('button', { name: 'Rename' }).click();
    await hers.getByRole('dialog', { name: '新群名' }).waitFor();
    await shot(hers, 'group-members');
    expect(await seriousFindings(hers)).toEqual([]);
    await hers.keyboard.press('Escape');
    await chatRow(his, '新群名').waitFor();
    await his.locator('main').getByText('Ada Byron把群名改为“新群名”').waitFor();
    await openDetails(his);
    const plain = his.getByRole('dialog', { name: '新群名' });
    await plain.getByRole('listitem').filter({ hasText: grace.name }).waitFor();
    expect(await plain.getByRole('button', { name: '移出' }).count()).toBe(0);
    expect(await plain.getByLabel('群名称').count()).toBe(0);
    await shot(his, 'group-members-zh-dark');
    await his.keyboard.press('Escape');
  });

  it('brings somebody in, and takes somebody out, who sees it at once', async () => {
    const zoe = await newPerson('Zoe Quinn');
    await openDetails(hers);
    await hers.getByRole('dialog').getByRole('button', { name: 'Add people' }).click();
    const adding = hers.getByRole('dialog', { name: 'Add people' });
    await adding.getByPlaceholder('Name or login').fill(zoe.login);
    await adding.getByRole('checkbox', { name: zoe.name }).click();
    await shot(hers, 'group-add');
    await adding.getByRole('button', { name: 'Add 1 person' }).click();
    const dialog = hers.getByRole('dialog', { name: '新群名' });
    await dialog.getByRole('listitem').filter({ hasText: zoe.name }).waitFor();
    await dialog.getByRole('listitem').filter({ hasText: li.name }).getByRole('button', { name: 'Remove' }).click();
    await hers.getByText(`Remove ${li.name} from the group?`).waitFor();
    await hers.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
    await dialog.getByText('3 members').waitFor();
    await hers.keyboard.press('Escape');
    await his.getByText('找不到这个会话').waitFor();
    await expect.poll(() => chatRow(his, '新群名').count()).toBe(0);
  });

  it('on a narrow screen', async () => {
    await hers.setViewportSize({ width: 390, height: 800 });
    await shot(hers, 'group-narrow');
    await openDetails(hers);
    await hers.getByRole('dialog', { name: '新群名' }).getByText('Leave group').waitFor();
    await shot(hers, 'group-members-narrow');
    await hers.keyboard.press('Escape');
    await hers.setViewportSize({ width: 1280, height: 800 });
  });

  it('is left by its owner only after it was handed over', async () => {
    await openDetails(hers);
    const dialog = hers.getByRole('dialog', { name: '新群名' });
    await dialog.getByRole('button', { name: 'Leave group' }).click();
    await hers.getByRole('alertdialog').getByRole('button', { name: 'Leave group' }).click();
    await dialog.getByText('The group needs an owner. Hand it over to somebody first.').waitFor();
    await dialog
      .getByRole('listitem')
      .filter({ hasText: grace.name })
      .getByRole('button', { name: 'Hand over' })
      .click();
    await hers.getByRole('alertdialog').getByRole('button', { name: 'Hand over' }).click();
    await dialog
      .getByRole('listitem')
      .filter({ hasText: grace.name })
      .getByText(/^Owner/)
      .waitFor();
    await dialog.getByRole('button', { name: 'Leave group' }).click();
    await hers.getByRole('alertdialog').getByRole('button', { name: 'Leave group' }).click();
    await hers.getByText('Welcome to').waitFor();
    await expect.poll(() => chatRow(hers, '新群名').count()).toBe(0);
  });
});
