import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.js';
import { chatRow, composer, deviceOf, findPerson, message, say, shot, typed } from './app.js';
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
});
afterAll(async () => browser.close());

const WRITTEN = [
  '这是**“重要”**的消息，*really*，~~不是~~ `npm run check`，见 [文档](https://docs.example/a_b)。',
  '',
  '> 明天 10 点开会',
  '',
  '1. 先看 https://example.org/a/very/long/address/that/does/not/fit/into/a/narrow/window/at/all?with=query',
  '2. 再说',
  '   - 细节',
  '',
  '```ts',
  `const longLine = '${'x'.repeat(120)}';`,
  "const html = '<b>never markup</b>';",
  '```',
].join('\n');

describe('a message with markup', () => {
  it('is shown as it was meant, to both, at any width', async () => {
    await composer(hers).fill(WRITTEN);
    // In a block of code, which it ends with, the key breaks the line.
    await hers.getByRole('button', { name: 'Send', exact: true }).click();
    await chatRow(his, ada.name).click();
    for (const page of [hers, his]) {
      const said = page.locator('main article').last();
      await said.locator('strong', { hasText: '“重要”' }).waitFor();
      expect(await said.locator('em').textContent()).toBe('really');
      expect(await said.locator('s').textContent()).toBe('不是');
      expect(await said.locator('blockquote').textContent()).toBe('明天 10 点开会');
      expect(await said.locator('ol > li').count()).toBe(2);
      expect(await said.locator('pre').textContent()).toContain('<b>never markup</b>');
      expect(await said.getByRole('link', { name: '文档' }).getAttribute('rel')).toBe('noopener noreferrer');
      expect(await seriousFindings(page)).toEqual([]);
    }
    await shot(hers, 'markdown-light');
    await shot(his, 'markdown-dark');
    await hers.setViewportSize({ width: 360, height: 740 });
    const overflow = await hers.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBe(0);
    await shot(hers, 'markdown-360');
    await hers.setViewportSize({ width: 1280, height: 800 });
  });

  it('is one plain line in the chat list', async () => {
    await chatRow(his, ada.name).getByText('这是“重要”的消息，really，不是 npm run check，见 文档。').waitFor();
  });

  it('is written by key: bold, italic, code; the same key takes it back, and so does undo', async () => {
    await composer(hers).fill('重要');
    await composer(hers).press('Control+a');
    await composer(hers).press('Control+b');
    const looks = (): Promise<string> => composer(hers).locator('p').innerHTML();
    expect(await looks()).toBe('<strong>重要</strong>');
    await composer(hers).press('Control+i');
    expect(await looks()).toBe('<strong><em>重要</em></strong>');
    await composer(hers).press('Control+b');
    expect(await looks()).toBe('<em>重要</em>');
    await composer(hers).press('Control+z');
    expect(await looks()).toBe('<strong><em>重要</em></strong>');
    await composer(hers).fill('');
  });
});

const GROUP = '发布小组 Mentions';

/** A group by keyboard, with these people in it. */
async function makeGroup(page: Page, name: string, people: readonly Person[]): Promise<void> {
  await page.keyboard.press('Control+g');
  await page.getByRole('dialog').locator('input:focus').waitFor();
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');
  await page.locator('[role=combobox]:focus').waitFor();
  for (const person of people) {
    await page.getByRole('combobox').fill(person.login);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: `Do not add ${person.name}` }).waitFor();
  }
  await page.getByRole('button', { name: /^Create group$/ }).click();
  await page.getByRole('heading', { name }).waitFor();
}

/** Opens the menu of a message by keyboard and chooses an act. */
async function act(page: Page, said: Locator, name: string): Promise<void> {
  await said.focus();
  await said.getByRole('button', { name: /^(More|更多)$/ }).press('Enter');
  await page.getByRole('menuitem', { name, exact: true }).press('Enter');
}

describe('in a group', () => {
  it('an @ opens the members; Enter picks and does not send; the one called sees it in the list and in the chat', async () => {
    await makeGroup(hers, GROUP, [li]);
    await composer(hers).pressSequentially('请 @李');
    const list = hers.getByRole('listbox', { name: 'People to mention' });
    await list.getByRole('option', { name: li.name }).waitFor();
    await shot(hers, 'mention-picker');
    await composer(hers).press('Enter');
    expect(await typed(composer(hers))).toBe('请 @李雷 ');
    await composer(hers).pressSequentially('**看一下**');
    await composer(hers).press('Enter');
    await hers.locator('main article').getByRole('button', { name: '@李雷' }).waitFor();
    await chatRow(his, GROUP).getByText('[有人@我]').waitFor();
    await shot(his, 'mention-list-dark');
    await chatRow(his, GROUP).click();
    await his.locator('main article').getByText('@李雷', { exact: true }).waitFor();
    await chatRow(his, GROUP).getByText('[有人@我]').waitFor({ state: 'detached' });
  });

  it('a member is found by how the name is said', async () => {
    await composer(hers).fill('');
    await composer(hers).pressSequentially('@ll');
    await hers.getByRole('listbox', { name: 'People to mention' }).getByRole('option', { name: li.name }).waitFor();
    await composer(hers).press('Enter');
    expect(await typed(composer(hers))).toBe('@李雷 ');
    await composer(hers).fill('');
  });

  it('a slash at the start does what the menus do, and leaves nothing in the field', async () => {
    const commands = hers.getByRole('listbox', { name: 'Commands' });
    await composer(hers).pressSequentially('/mu');
    await commands.getByRole('option', { name: 'Mute for 1 hour' }).waitFor();
    expect(await seriousFindings(hers)).toEqual([]);
    await shot(hers, 'commands');
    await composer(hers).press('Enter');
    await expect.poll(() => typed(composer(hers))).toBe('');
    await chatRow(hers, GROUP).getByText('Muted').waitFor();
    await composer(hers).pressSequentially('/unmute');
    await commands.getByRole('option', { name: 'Unmute' }).click();
    await chatRow(hers, GROUP).getByText('Muted').waitFor({ state: 'detached' });
    await composer(hers).pressSequentially('/topic');
    await composer(hers).press('Enter');
    await hers.getByRole('dialog').getByLabel('Topic').waitFor();
    await hers.keyboard.press('Escape');
    await hers.getByRole('dialog').waitFor({ state: 'detached' });
    await hers
      .getByRole('button', { name: /^Close / })
      .filter({ visible: true })
      .click();
    await composer(hers).focus();
    await composer(hers).pressSequentially('/status');
    await composer(hers).press('Enter');
    await hers.getByRole('dialog', { name: 'How others see me' }).waitFor();
    await hers.keyboard.press('Escape');
    await composer(hers).focus();
    await composer(hers).pressSequentially('/code');
    await composer(hers).press('Enter');
    await composer(hers).pressSequentially('a();');
    expect(await composer(hers).locator('pre').textContent()).toBe('a();');
    // Anything else with a slash is a text.
    await composer(hers).fill('');
    await say(hers, '/etc/hosts');
  });

  it('Escape closes the members, and then the text is only text', async () => {
    await composer(hers).pressSequentially('@every');
    await hers.getByRole('option', { name: /everyone/ }).waitFor();
    await composer(hers).press('Escape');
    await hers.getByRole('listbox').waitFor({ state: 'detached' });
    await composer(hers).press('Enter');
    await message(hers, '@every').waitFor();
    await chatRow(his, GROUP).getByText('@every').waitFor();
    expect(await chatRow(his, GROUP).getByText('[有人@我]').count()).toBe(0);
  });

  it('an answer shows what it answers to both, and leads there, however far it is', async () => {
    await say(hers, 'the question');
    await message(his, 'the question').waitFor();
    await act(his, message(his, 'the question'), '回复');
    await his.getByText('回复 Ada Byron：').waitFor();
    await shot(his, 'reply-bar-dark');
    for (let count = 1; count <= 40; count += 1) await say(hers, `line ${count}`);
    await his.keyboard.type('the answer');
    await his.keyboard.press('Enter');
    const quote = hers.locator('main article').getByRole('button', { name: /^Answers Ada Byron the question/ });
    await quote.waitFor();
    await shot(hers, 'reply-light');
    await quote.click();
    await hers.waitForFunction(() => {
      const said = [...document.querySelectorAll('main article')].find(
        (one) => one.textContent.includes('the question') && !one.textContent.includes('the answer'),
      );
      const box = said?.getBoundingClientRect();
      return box !== undefined && box.top > 56 && box.bottom < innerHeight;
    });
    await shot(hers, 'reply-jumped');
    expect(await seriousFindings(hers)).toEqual([]);
    await hers.setViewportSize({ width: 360, height: 740 });
    await shot(hers, 'reply-360');
    await hers.setViewportSize({ width: 1280, height: 800 });
  });
});

describe('forwarding', () => {
  it('one message goes to another chat from its menu, with whose words it is', async () => {
    await composer(hers).fill('**转发** me');
    await composer(hers).press('Enter');
    await act(hers, message(hers, '转发'), 'Forward');
    const dialog = hers.getByRole('dialog', { name: 'Forward to' });
    await dialog.locator('input[type=search]:focus').waitFor();
    await hers.keyboard.type('lilei');
    await dialog.getByRole('checkbox', { name: li.name, exact: true }).check();
    await shot(hers, 'forward-dialog');
    await dialog.getByRole('button', { name: 'Forward to 1 chat' }).press('Enter');
    await hers.getByText('Forwarded to 1 chat').waitFor();
    await chatRow(his, '转发：转发 me').click();
    await his.locator('main article').getByText('转发自 Ada Byron').waitFor();
  });

  it('several are one card that opens', async () => {
    await say(hers, 'first of two');
    await say(hers, 'second of two');
    await act(hers, message(hers, 'first of two'), 'Select several');
    await hers.getByText('1 message selected').waitFor();
    await hers.getByRole('checkbox', { name: /second of two/ }).check();
    await hers.getByText('2 messages selected').waitFor();
    await shot(hers, 'forward-selecting');
    await hers.getByRole('button', { name: 'Forward as one' }).click();
    const dialog = hers.getByRole('dialog', { name: 'Forward to' });
    await dialog.getByRole('checkbox', { name: li.name, exact: true }).check();
    await dialog.getByRole('button', { name: 'Forward to 1 chat' }).click();
    await composer(hers).waitFor();
    const card = his.locator('main article').getByRole('button', { name: /聊天记录，2 条/ });
    await card.waitFor();
    await shot(his, 'forward-card-dark');
    await card.click();
    const record = his.getByRole('dialog', { name: '聊天记录，2 条' });
    await record.getByText('second of two').waitFor();
    await his.waitForTimeout(200);
    expect(await seriousFindings(his)).toEqual([]);
    await shot(his, 'forward-record-dark');
    await his.keyboard.press('Escape');
  });

  it('several are copied as text in their order, and deleted for oneself after one question', async () => {
    await hers.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    for (const text of ['keep 1', 'keep 2\nin two lines', 'keep 3']) await say(hers, text);
    const select = async (): Promise<void> => {
      await act(hers, message(hers, 'keep 3'), 'Select several');
      await hers.getByRole('checkbox', { name: /keep 1/ }).check();
      await hers.getByRole('checkbox', { name: /keep 2/ }).check();
      await hers.getByText('3 messages selected').waitFor();
    };
    await select();
    await shot(hers, 'select-several');
    await hers.getByRole('button', { name: 'Copy as text' }).click();
    await hers.getByText('3 messages copied').first().waitFor();
    const copied = await hers.evaluate(() => navigator.clipboard.readText());
    const head = String.raw`Ada Byron  \w+ \d+, \d{4}, \d\d:\d\d\n`;
    expect(copied).toMatch(new RegExp(`^${head}keep 1\n\n${head}keep 2\nin two lines\n\n${head}keep 3$`));
    await select();
    await hers.getByRole('button', { name: 'Delete for me' }).click();
    const question = hers.getByRole('alertdialog', { name: 'Delete 3 messages for you?' });
    await question.waitFor();
    await shot(hers, 'select-several-delete');
    await hers.keyboard.press('Escape');
    await question.waitFor({ state: 'detached' });
    await hers.getByText('3 messages selected').waitFor();
    await hers.getByRole('button', { name: 'Delete for me' }).click();
    await question.getByRole('button', { name: 'Delete 3 messages' }).click();
    await hers.getByText('3 messages deleted for you').first().waitFor();
    await message(hers, 'keep 1').waitFor({ state: 'detached' });
    await message(hers, 'keep 3').waitFor({ state: 'detached' });
    await chatRow(his, GROUP).getByText('keep 3').waitFor();
  });

  it('fits into a narrow window', async () => {
    await hers.setViewportSize({ width: 360, height: 740 });
    await act(hers, message(hers, 'second of two'), 'Select several');
    await hers.getByText('1 message selected').waitFor();
    await hers.getByText('3 messages deleted for you').waitFor({ state: 'detached' });
    await shot(hers, 'forward-360');
    await hers.keyboard.press('Escape');
    await composer(hers).waitFor();
  });
});
