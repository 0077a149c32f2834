import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.js';
import { chatRow, deviceOf, findPerson, say, shot } from './app.js';
import { seriousFindings } from './axe.js';
import { newPeople, type Person } from './people.js';

let browser: Browser;
let ada: Person;
let li: Person;
let here: Page;
let his: Page;
beforeAll(async () => {
  browser = await launchBrowser();
  [ada, li] = await newPeople('Ada Present', '李在场');
  here = await deviceOf(browser, ada);
  await findPerson(here, li);
  await say(here, 'are you there?');
  his = await deviceOf(browser, li, { locale: 'zh-CN', colorScheme: 'dark' });
  await chatRow(his, ada.name).click();
});
afterAll(async () => browser.close());

const me = (page: Page) => page.getByRole('navigation').getByRole('button', { name: /^(You: |我：)/ });
const header = (page: Page) => page.locator('main header');

describe('who is there', () => {
  it('is shown on the row, in the header and to those who read screens', async () => {
    await header(here).getByText('Online', { exact: true }).waitFor();
    await header(his).getByText('在线', { exact: true }).waitFor();
    await header(here).locator('[data-presence="online"]').waitFor();
    await chatRow(here, li.name).locator('[data-presence="online"]').waitFor();
    expect(await chatRow(here, li.name).textContent()).toContain('Online');
    await me(here)
      .and(here.getByRole('button', { name: `You: ${ada.name} (Online)` }))
      .waitFor();
    await shot(here, 'presence-online');
  });
});

describe('what I set behind my picture', () => {
  it('a status, with its end, stands beside my name for others', async () => {
    await me(here).click();
    const panel = here.getByRole('dialog', { name: 'How others see me' });
    await panel.getByRole('button', { name: 'Choose an emoji' }).click();
    await here.getByRole('button', { name: 'coffee' }).click();
    await panel.getByLabel('Status', { exact: true }).fill('Out for coffee');
    await panel.getByLabel('Clear after').selectOption({ label: '1 hour' });
    expect(await seriousFindings(here)).toEqual([]);
    await shot(here, 'presence-set');
    await panel.getByRole('button', { name: 'Set status' }).click();
    await panel.waitFor({ state: 'hidden' });
    await header(his).getByText('在线 · Out for coffee').waitFor();
    await header(his).locator('[title="Out for coffee"]').waitFor();
    await chatRow(his, ada.name).locator('[title="Out for coffee"]').waitFor();
    await shot(his, 'presence-status-dark');
    await me(here).click();
    // What I say changes, its end does not; what I set beside it takes away nothing that I typed.
    const ending = panel.getByLabel('Clear after').locator('option:checked');
    const clears = await ending.textContent();
    expect(clears).toMatch(/^Clears /);
    await panel.getByLabel('Status', { exact: true }).fill('Out for tea');
    await panel.getByText('Away', { exact: true }).click();
    await header(his).getByText('离开 · Out for coffee').waitFor();
    await panel.getByText('Automatic', { exact: true }).click();
    await header(his).getByText('在线 · Out for coffee').waitFor();
    await panel.getByRole('button', { name: 'Set status' }).click();
    await header(his).getByText('在线 · Out for tea').waitFor();
    await me(here).click();
    expect(await ending.textContent()).toBe(clears);
    await panel.getByRole('button', { name: 'Clear status' }).click();
    await header(his).getByText('在线', { exact: true }).waitFor();
    await here.keyboard.press('Escape');
    await panel.waitFor({ state: 'hidden' });
  });

  it('do not disturb, away and back, each with a sign of its own', async () => {
    await me(his).click();
    const panel = his.getByRole('dialog', { name: '别人看到的我' });
    await panel.getByRole('region', { name: '勿扰' }).getByRole('button', { name: '开启' }).click();
    await his.getByRole('menuitem', { name: '1 小时' }).click();
    await panel.getByText(/前不推送任何消息/).waitFor();
    await header(here).getByText('Do not disturb', { exact: true }).waitFor();
    await chatRow(here, li.name).locator('[data-presence="dnd"]').waitFor();
    await shot(here, 'presence-dnd');
    await shot(his, 'presence-panel-dark');
    expect(await seriousFindings(his)).toEqual([]);
    await panel.getByRole('region', { name: '勿扰' }).getByRole('button', { name: '关闭' }).click();
    await header(here).getByText('Online', { exact: true }).waitFor();
    await panel.getByRole('radio', { name: '离开' }).click();
    await header(here).getByText('Away', { exact: true }).waitFor();
    await chatRow(here, li.name).locator('[data-presence="away"]').waitFor();
    await shot(here, 'presence-away');
    await panel.getByRole('radio', { name: '自动' }).click();
    await header(here).getByText('Online', { exact: true }).waitFor();
    await his.keyboard.press('Escape');
  });

  it('fits a narrow screen, where it is opened by touch', async () => {
    const phone = await deviceOf(browser, ada, {
      viewport: { width: 360, height: 740 },
      hasTouch: true,
      isMobile: true,
      locale: 'zh-CN',
    });
    await me(phone).tap();
    const panel = phone.getByRole('dialog', { name: '别人看到的我' });
    await panel.getByRole('button', { name: '设置状态' }).waitFor();
    await shot(phone, 'presence-narrow');
    const box = await panel.boundingBox();
    expect(box !== null && box.x >= 0 && box.x + box.width <= 360).toBe(true);
    expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    await phone.context().close();
  });
});

it('who leaves was last seen then; who keeps it to themselves just is not there', async () => {
  await his.context().close();
  await header(here)
    .getByText(/^Last seen \d\d:\d\d$/)
    .waitFor();
  expect(await chatRow(here, li.name).locator('[data-presence]').count()).toBe(0);
  await shot(here, 'presence-last-seen');
  await me(here).click();
  const panel = here.getByRole('dialog', { name: 'How others see me' });
  await panel.getByRole('radio', { name: 'No one' }).click();
  await here.reload();
  await header(here).getByText('Offline', { exact: true }).waitFor();
});
