import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.js';
import { chatRow, composer, deviceOf, findPerson, message, say, shot, pressBeside, typed } from './app.js';
import { seriousFindings } from './axe.js';
import { newPeople, type Person } from './people.js';

let browser: Browser;
let ada: Person;
let li: Person;
let hers: Page;
let his: Page;
beforeAll(async () => {
  browser = await launchBrowser();
  [ada, li] = await newPeople('Ada Byron', '李雷');
  hers = await deviceOf(browser, ada);
  his = await deviceOf(browser, li, { locale: 'zh-CN', colorScheme: 'dark' });
  await findPerson(hers, li);
  await say(hers, 'see you at ten');
  await chatRow(his, ada.name).click();
  await message(his, 'see you at ten').waitFor();
});
afterAll(async () => browser.close());

/** Chooses an act from the menu of a message. */
async function choose(of: Locator, more: RegExp, act: RegExp): Promise<void> {
  await pressBeside(of, more);
  await of.page().getByRole('menuitem', { name: act }).click();
}

const MORE = /^(More|更多)$/;
/** The messages alone: what was told to who can't see, a second after it came, stands beside them until the next is told. */
const flow = (page: Page): Locator => page.getByRole('log');

describe('what can be done to a message', () => {
  it('edits by the arrow key from an empty composer; both see it, and what it said before', async () => {
    await composer(hers).press('ArrowUp');
    const field = hers.getByLabel('Edit message');
    await field.fill('see you at eleven');
    await shot(hers, 'acts-editing');
    await field.press('Enter');
    await message(his, 'see you at eleven').waitFor();
    await message(his, 'see you at eleven').getByText('（已编辑）').click();
    await his.getByRole('dialog').getByText('see you at ten').waitFor();
    await shot(his, 'acts-versions-zh-dark');
    await his.keyboard.press('Escape');
    // Escape leaves a message as it was.
    await composer(hers).press('ArrowUp');
    await hers.getByLabel('Edit message').fill('never');
    // Begun once more, it is what was said again, in the field as well.
    await composer(hers).last().press('ArrowUp');
    await hers.getByLabel('Edit message').getByText('see you at eleven').waitFor();
    await hers.getByLabel('Edit message').fill('never');
    await hers.getByLabel('Edit message').press('Escape');
    await message(hers, 'see you at eleven').waitFor();
  });

  it('reacts with the pointer and takes it back; the other sees who', async () => {
    const mine = message(his, 'see you at eleven');
    await pressBeside(mine, '表情回应');
    await shot(his, 'acts-emoji-zh-dark');
    await his.getByRole('button', { name: '庆祝' }).click();
    const chip = message(hers, 'see you at eleven').getByRole('button', { name: /^party, 1 person: 李雷$/ });
    await chip.click();
    await message(his, 'see you at eleven')
      .getByRole('button', { name: /^庆祝，2 人：你/ })
      .click();
    await message(hers, 'see you at eleven')
      .getByRole('button', { name: /^party, 1 person: You$/ })
      .waitFor();
    await shot(hers, 'acts-reactions');
  });

  it('any other emoji is found by its name in either language, and stands in front the next time', async () => {
    const mine = message(his, 'see you at eleven');
    await pressBeside(mine, '表情回应');
    await his.getByLabel('搜索表情').fill('crab');
    await his.getByRole('gridcell', { name: '蟹', exact: true }).waitFor();
    expect(await seriousFindings(his)).toEqual([]);
    await shot(his, 'emoji-found-zh-dark');
    await his.getByLabel('搜索表情').press('Enter');
    await message(hers, 'see you at eleven')
      .getByRole('button', { name: /^🦀, 1 person: 李雷$/ })
      .waitFor();
    await pressBeside(mine, '表情回应');
    expect(await his.getByRole('dialog').getByRole('button').first().textContent()).toBe('🦀');
    await his.keyboard.press('Escape');
  });

  it('an emoji goes where the caret stands, and one goes on writing', async () => {
    await composer(hers).fill('well done!');
    await composer(hers).press('ArrowLeft');
    await hers.getByRole('button', { name: 'Insert an emoji' }).click();
    await hers.getByRole('gridcell', { name: 'grinning face', exact: true }).waitFor();
    await shot(hers, 'emoji-composer');
    await hers.getByRole('button', { name: 'party', exact: true }).click();
    await expect.poll(() => typed(composer(hers))).toBe('well done🎉!');
    await hers.locator('main :is(textarea, [role=textbox]):focus').waitFor();
    await composer(hers).fill('');
  });

  it('of two, an @ calls the other one', async () => {
    await composer(hers).pressSequentially('@li');
    await hers.getByRole('listbox', { name: 'People to mention' }).getByRole('option', { name: li.name }).waitFor();
    await composer(hers).press('Tab');
    await composer(hers).pressSequentially('look');
    await composer(hers).press('Enter');
    await message(his, '@李雷 look').waitFor();
    await message(his, '@李雷 look').getByText('@李雷', { exact: true }).waitFor();
  });

  it('a colon and two letters find an emoji; Enter picks it and sends nothing', async () => {
    await composer(hers).pressSequentially('done :tad');
    await hers.getByRole('listbox', { name: 'Emoji by name' }).getByRole('option', { name: 'party popper' }).waitFor();
    await shot(hers, 'emoji-by-name');
    await composer(hers).pressSequentially('a');
    await composer(hers).press('Enter');
    expect(await typed(composer(hers))).toBe('done 🎉 ');
    // Two letters behind no space are text, and so is what Escape closed.
    await composer(hers).fill('');
    await composer(hers).pressSequentially('at:ta');
    expect(await hers.getByRole('listbox').count()).toBe(0);
    await composer(hers).fill('');
  });

  it('pins for both, saves for one, and each is found again', async () => {
    await choose(message(his, 'see you at eleven'), MORE, /^置顶消息$/);
    await message(hers, 'see you at eleven').getByText('Pinned by 李雷').waitFor();
    for (const count of Array.from({ length: 30 }, (_, index) => index)) await say(hers, `message ${count}`);
    await hers.getByRole('button', { name: 'Pinned messages' }).click();
    await hers.getByRole('dialog').getByText('see you at eleven').waitFor();
    await shot(hers, 'acts-pins');
    await hers.getByRole('dialog').getByText('see you at eleven').click();
    await message(hers, 'see you at eleven').waitFor();
    await expect
      .poll(() => message(hers, 'see you at eleven').evaluate((row) => row.getBoundingClientRect().top > 0))
      .toBe(true);
    await choose(message(hers, 'see you at eleven'), MORE, /^Save for me$/);
    await hers.getByRole('navigation').getByRole('button', { name: 'Saved' }).click();
    const saved = hers.getByRole('dialog', { name: 'Saved' });
    await saved.getByText('see you at eleven').waitFor();
    await shot(hers, 'acts-saved');
    expect(await seriousFindings(hers)).toEqual([]);
    await saved.getByText('see you at eleven').click();
    await message(hers, 'see you at eleven').waitFor();
  });

  it('recalls in place for everybody, deletes for one alone', async () => {
    await say(hers, 'wrong window');
    await message(his, 'wrong window').waitFor();
    await choose(message(hers, 'wrong window'), MORE, /^Recall$/);
    await hers.getByRole('alertdialog').getByRole('button', { name: 'Recall' }).click();
    await flow(his).getByText('Ada Byron撤回了一条消息').waitFor();
    expect(await flow(his).getByText('wrong window').count()).toBe(0);
    await flow(hers).getByText('You recalled a message').waitFor();
    await say(hers, 'only for you');
    await message(his, 'only for you').waitFor();
    await choose(message(his, 'only for you'), MORE, /^仅为我删除$/);
    await his.getByRole('alertdialog').getByRole('button', { name: '仅为我删除' }).click();
    await flow(his).getByText('only for you').waitFor({ state: 'detached' });
    await his.reload();
    await flow(his).getByText('Ada Byron撤回了一条消息').waitFor();
    // What was kept locally may show it until the sync that follows.
    await flow(his).getByText('only for you').waitFor({ state: 'detached' });
    await message(hers, 'only for you').waitFor();
    await shot(his, 'acts-recalled-zh-dark');
  });

  it('walks the messages by arrow keys, to what can be done to one', async () => {
    await hers.getByRole('log').focus();
    await hers.keyboard.press('ArrowUp');
    await hers.keyboard.press('ArrowUp');
    await hers.keyboard.press('ArrowDown');
    await hers.keyboard.press('Tab');
    expect(await hers.evaluate(() => document.activeElement?.outerHTML)).toContain('aria-label="React"');
    await shot(hers, 'acts-keyboard');
    expect(await seriousFindings(hers)).toEqual([]);
  });
});
