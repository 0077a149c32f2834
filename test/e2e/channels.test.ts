import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.js';
import { chatRow, composer, deviceOf, findPerson, message, say, shot, typed } from './app.js';
import { seriousFindings } from './axe.js';
import { newPeople, newPerson, type Person } from './people.js';

const CHANNEL = `release-发布-${Date.now().toString(36)}`;

let browser: Browser;
let ada: Person;
let li: Person;
let hers: Page;
let his: Page;
beforeAll(async () => {
  browser = await launchBrowser();
  [ada, li] = await newPeople('Ada Byron', '李雷');
  hers = await deviceOf(browser, ada);
  his = await deviceOf(browser, li, { locale: 'zh-CN', colorScheme: 'dark', viewport: { width: 360, height: 720 } });
});
afterAll(async () => browser.close());

const closed = (dialog: Locator): Promise<void> => dialog.waitFor({ state: 'hidden' });

async function openPane(page: Page): Promise<Locator> {
  await page
    .getByRole('button', { name: /^(Members|频道成员)/ })
    .first()
    .press('Enter');
  const pane = page.getByRole('complementary', { name: /^(Members|频道成员)$/ });
  await pane.getByRole('listitem').first().waitFor();
  return pane;
}

describe('channels and rules in the browser', () => {
  it('a channel is made, found by another, joined and written in', async () => {
    await hers.getByRole('button', { name: 'Channels' }).press('Enter');
    const dialog = hers.getByRole('dialog', { name: 'Channels' });
    await dialog.getByRole('button', { name: 'New channel' }).press('Enter');
    const form = hers.getByRole('dialog', { name: 'New channel' });
    await form.getByRole('button', { name: 'Create channel' }).press('Enter');
    await form.getByText('Give the channel a name.').waitFor();
    await form.getByLabel('Name of the channel').fill(CHANNEL);
    await form.getByLabel('Topic').fill('每周三发布 / every Wednesday');
    await shot(hers, 'channel-new');
    await form.getByRole('button', { name: 'Create channel' }).press('Enter');
    await composer(hers).waitFor();
    await say(hers, 'welcome 欢迎');

    await his.getByRole('button', { name: '频道' }).click();
    const browsing = his.getByRole('dialog', { name: '频道' });
    await browsing.getByRole('searchbox').fill(CHANNEL.slice(0, 10));
    await browsing.getByRole('button', { name: `加入${CHANNEL}` }).waitFor();
    await shot(his, 'channel-browser-zh-dark');
    await browsing.getByRole('button', { name: `加入${CHANNEL}` }).click();
    await message(his, 'welcome 欢迎').waitFor();
    await say(his, '我来了');
    await message(hers, '我来了').waitFor();
  });

  it('a # names a channel; who is not in it is led to its door, and comes in', async () => {
    const alan = await newPerson('Alan Turing');
    const theirs = await deviceOf(browser, alan);
    await findPerson(hers, alan);
    await composer(hers).pressSequentially(`look at #${CHANNEL.slice(0, 9)}`);
    const listed = hers.getByRole('listbox', { name: 'Channels' }).getByRole('option', { name: CHANNEL });
    await listed.and(hers.locator('[aria-selected=true]')).waitFor();
    await shot(hers, 'picker-channels');
    expect(await seriousFindings(hers)).toEqual([]);
    await composer(hers).press('Enter');
    await listed.waitFor({ state: 'detached' });
    expect(await typed(composer(hers))).toBe(`look at #${CHANNEL} `);
    await composer(hers).press('Enter');

    await chatRow(theirs, 'Ada Byron').getByText(`look at #${CHANNEL}`).waitFor();
    await chatRow(theirs, 'Ada Byron').click();
    // Where it can't be asked what stands there, it is not said that nothing does.
    await theirs.route('**/channels?*', (route) => route.abort());
    await theirs
      .locator('main article')
      .getByRole('link', { name: `#${CHANNEL}` })
      .click();
    await theirs.getByText('This chat could not be loaded').waitFor();
    await shot(theirs, 'channel-door-unanswered');
    await theirs.unroute('**/channels?*');
    await theirs.locator('main').getByRole('button', { name: 'Retry' }).press('Enter');
    await theirs.getByText(`You are not in #${CHANNEL}`).waitFor();
    await shot(theirs, 'channel-door');
    expect(await seriousFindings(theirs)).toEqual([]);
    await theirs.locator('main').getByRole('button', { name: 'Join' }).press('Enter');
    await message(theirs, 'welcome 欢迎').waitFor();
    await composer(theirs).waitFor();
    // So that the row of this chat names the channel no more.
    await say(hers, 'see you there');
    await chatRow(hers, CHANNEL).click();
    await message(hers, 'welcome 欢迎').waitFor();
  });

  it('a nickname is shown in the list and beside the messages', async () => {
    const pane = await openPane(his);
    await pane.getByRole('listitem').filter({ hasText: '李雷' }).getByRole('button').last().click();
    await his.getByRole('menuitem', { name: '频道昵称' }).click();
    const dialog = his.getByRole('dialog', { name: '频道昵称' });
    await dialog.getByRole('textbox').fill('小李子');
    await dialog.getByRole('button', { name: '保存' }).click();
    await pane.getByText('小李子（我）').waitFor();
    expect(await pane.innerText()).not.toMatch(/群/);
    await shot(his, 'channel-pane-360-zh-dark');
    await pane.getByRole('button', { name: '关闭频道成员' }).filter({ visible: true }).click();
    await hers.getByRole('log').getByText('小李子', { exact: true }).first().waitFor();
  });

  it('rules take hold as they are chosen, and the composer says why one can not write', async () => {
    const pane = await openPane(hers);
    await pane.getByRole('button', { name: 'Rules' }).press('Enter');
    const dialog = hers.getByRole('dialog', { name: 'Rules' });
    await dialog.getByRole('radiogroup', { name: 'Slow mode' }).getByRole('radio', { name: '10 s' }).click();
    await his.getByText('慢速模式：每 10 秒一条消息').or(his.getByText('秒后可以再次发送')).first().waitFor();
    // One right after the other: none is passed over because the one before is under way.
    await dialog.getByRole('radiogroup', { name: 'Slow mode' }).getByRole('radio', { name: '30 s' }).click();
    await dialog.getByRole('switch', { name: 'Mute all members', checked: false }).click();
    await his.getByText('现在只有管理员可以发言。').waitFor();
    await shot(hers, 'group-rules');
    await shot(his, 'composer-muted-zh-dark');
    expect(await seriousFindings(hers)).toEqual([]);
    await dialog.getByRole('switch', { name: 'Mute all members', checked: true }).click();
    await dialog.getByRole('radiogroup', { name: 'Slow mode' }).getByRole('radio', { name: 'Off' }).click();
    await composer(his).waitFor();
    await hers.keyboard.press('Escape');
    await closed(dialog);
  });

  it('picture, topic and announcement are set, and seen by the other', async () => {
    const pane = hers.getByRole('complementary', { name: 'Members' });
    await pane.getByRole('button', { name: 'Topic and picture' }).press('Enter');
    const dialog = hers.getByRole('dialog', { name: 'Topic and picture' });
    await dialog.getByLabel('Announcement').fill('周五停机维护\nMaintenance on Friday');
    await dialog.getByLabel('Emoji').fill('ab');
    await dialog.getByText('One emoji.').waitFor();
    await dialog.getByLabel('Emoji').fill('🚀');
    await shot(hers, 'group-looks');
    await dialog.getByRole('button', { name: 'Save' }).press('Enter');
    await pane.getByText('Maintenance on Friday').waitFor();
    await his.getByText('Ada Byron发布了公告').first().waitFor();
    // Whoever announced it sees how many have read it, there too.
    await pane
      .getByText('All read')
      .or(pane.getByText(/^\d\/\d read$/))
      .first()
      .waitFor();
    await shot(hers, 'group-pane');
  });

  it('a link leads a third person in, after an admin has said yes', async () => {
    const pane = hers.getByRole('complementary', { name: 'Members' });
    await pane.getByRole('button', { name: 'Rules' }).press('Enter');
    const rules = hers.getByRole('dialog', { name: 'Rules' });
    await rules.getByRole('switch', { name: 'An admin lets in who comes by a link', checked: false }).press('Space');
    await hers.getByRole('log').getByText('an admin lets people in').first().waitFor();
    await hers.keyboard.press('Escape');
    await closed(rules);
    await pane.getByRole('button', { name: 'Invite link' }).press('Enter');
    const links = hers.getByRole('dialog', { name: 'Invite link' });
    const forHowLong = links.getByRole('radiogroup', { name: 'The next link works for' });
    await forHowLong.getByRole('radio', { name: '1 day' }).click();
    await links
      .getByRole('radiogroup', { name: 'How many people may use it' })
      .getByRole('radio', { name: '10', exact: true })
      .click();
    await links.getByRole('button', { name: 'Make a link' }).press('Enter');
    await links.getByText('0 of 10 uses.', { exact: false }).waitFor();
    const url = await links.getByLabel('The link', { exact: true }).inputValue();
    expect(new URL(url).hash).toMatch(/^#join=[\w-]{32}$/);
    await shot(hers, 'join-link');
    await hers.keyboard.press('Escape');

    const grace = await newPerson('Grace Hopper');
    const theirs = await deviceOf(browser, grace, { viewport: { width: 360, height: 720 } });
    await theirs.goto(url);
    await theirs.reload();
    const joining = theirs.getByRole('dialog', { name: 'Join by link' });
    await joining.getByText(CHANNEL).waitFor();
    await joining.getByRole('button', { name: 'Ask to join' }).and(theirs.locator(':focus')).waitFor();
    await shot(theirs, 'join-by-link');
    await theirs.keyboard.press('Enter');
    await joining.getByText('An admin decides.', { exact: false }).waitFor();
    // Who presses a key is where they were when the answer comes.
    await joining.getByRole('button', { name: 'Close' }).last().and(theirs.locator(':focus')).waitFor();
    await theirs.keyboard.press('Escape');
    await pane.getByRole('button', { name: '1 request' }).press('Enter');
    const waiting = hers.getByRole('dialog', { name: '1 request' });
    await waiting.getByText('Grace Hopper').waitFor();
    await shot(hers, 'join-requests');
    await waiting.getByRole('button', { name: 'Let in' }).press('Enter');
    await chatRow(theirs, CHANNEL).waitFor();
    await hers.keyboard.press('Escape');
  });

  it('an archived channel is read, and an ended one is gone', async () => {
    const pane = hers.getByRole('complementary', { name: 'Members' });
    // Clicks wait until they can be taken: the other one may see what was done before its answer is here.
    await pane.getByRole('button', { name: 'Archive channel' }).click();
    await his.getByText('频道已归档，只能查看。').waitFor();
    await pane.getByRole('button', { name: 'Open channel again' }).click();
    await composer(his).waitFor();
    await pane.getByLabel('Name of the channel').waitFor();
    expect(await pane.innerText()).not.toMatch(/group/i);
    await shot(hers, 'channel-pane');
    await pane.getByRole('button', { name: 'End channel' }).click();
    await hers.getByRole('alertdialog').getByRole('button', { name: 'End channel' }).press('Enter');
    await chatRow(hers, CHANNEL).waitFor({ state: 'hidden' });
    await his.getByText(`你已不在“${CHANNEL}”中。`).waitFor();
  });

  it('notes to myself stand first where people are looked for', async () => {
    await hers.getByRole('button', { name: 'New chat' }).click();
    await hers.getByRole('option').first().getByText('Notes to myself').waitFor();
    await hers.keyboard.press('Enter');
    await hers.getByRole('heading', { name: 'Notes to myself' }).waitFor();
    await hers.getByText('Your notes to yourself begin here').waitFor();
    await say(hers, 'milk');
    await message(hers, 'milk').waitFor();
    await chatRow(hers, 'Notes to myself').waitFor();
    await shot(hers, 'notes');
  });
});
