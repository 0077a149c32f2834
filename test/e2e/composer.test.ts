import type { Browser, BrowserContext, CDPSession, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.js';
import {
  chatRow,
  composer,
  deviceOf,
  findPerson,
  keptLocally,
  message,
  newDevice,
  paste,
  shot,
  signIn,
  typed,
  WITHOUT_WORKER,
} from './app.js';
import { seriousFindings } from './axe.js';
import { complaintsOf } from './complaints.js';
import { newPeople, type Person } from './people.js';

let browser: Browser;
let ada: Person;
let li: Person;
let hers: Page;
let his: Page;
let keys: CDPSession;
beforeAll(async () => {
  browser = await launchBrowser();
  [ada, li] = await newPeople('Ada Editor', '李输入');
  hers = await deviceOf(browser, ada);
  await findPerson(hers, li);
  await editor(hers).waitFor();
  keys = await hers.context().newCDPSession(hers);
  his = await deviceOf(browser, li, { locale: 'zh-CN', colorScheme: 'dark' });
});
beforeEach(async () => composer(hers).fill(''));
afterAll(async () => browser.close());

function editor(page: Page): Locator {
  return page.locator('main [role=textbox][aria-multiline=true]');
}

/** What stands in it, without what only the editor needs. */
const html = async (field: Locator): Promise<string> =>
  (await field.innerHTML()).replaceAll(/<(?:br|img)[^>]*>| (?:dir|rel|spellcheck|class|contenteditable)="[^"]*"/g, '');

/** Holds up the script of the editor until it is let go. */
async function withoutEditor(context: BrowserContext): Promise<() => void> {
  let letGo = (): void => {};
  const gone = new Promise<void>((resolve) => (letGo = resolve));
  await context.route('**/_next/static/chunks/*.js', async (route) => {
    const response = await route.fetch();
    if ((await response.text()).includes('ProseMirror')) await gone;
    await route.fulfill({ response });
  });
  return letGo;
}

/** A script that is on its way is nobody's any more. */
async function closeRouted(context: BrowserContext): Promise<void> {
  await context.unrouteAll({ behavior: 'ignoreErrors' });
  await context.close();
}

describe('until the editor is there', () => {
  it('a textarea does, and what was typed is taken over with caret and focus, never within a composition', async () => {
    const context = await newDevice(browser, WITHOUT_WORKER);
    const letGo = await withoutEditor(context);
    const page = await context.newPage();
    await signIn(page, ada);
    await findPerson(page, li);
    const field = page.locator('main textarea');
    await field.pressSequentially('one **two** thee');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    const session = await context.newCDPSession(page);
    await session.send('Input.imeSetComposition', { text: 'r', selectionStart: 1, selectionEnd: 1 });
    letGo();
    await page.getByRole('button', { name: 'Formatting' }).waitFor();
    await session.send('Input.imeSetComposition', { text: 'rr', selectionStart: 2, selectionEnd: 2 });
    expect(await field.count()).toBe(1);
    await session.send('Input.insertText', { text: 'r' });
    await editor(page).waitFor();
    expect(await html(editor(page))).toBe('<p>one <strong>two</strong> three</p>');
    await page.keyboard.type('r');
    expect(await typed(editor(page))).toBe('one two thrree');
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Enter');
    await message(page, 'one two three').waitFor();
    expect(await typed(editor(page))).toBe('');
    const empty = await editor(page)
      .locator('p')
      .evaluate((line) => getComputedStyle(line, '::before').content);
    expect(empty).toBe(`"Message ${li.name}"`);
    await closeRouted(context);
  });

  it('and offline before it was ever fetched, too', async () => {
    const context = await newDevice(browser, WITHOUT_WORKER);
    await withoutEditor(context);
    const page = await context.newPage();
    await signIn(page, ada);
    await findPerson(page, li);
    await page.locator('main textarea').fill('without the editor');
    await page.keyboard.press('Enter');
    await message(page, 'without the editor').waitFor();
    await closeRouted(context);
  });
});

describe('what is typed looks as it will', () => {
  it('Markdown is what it says as soon as it is complete, and one undo has it back as it was typed', async () => {
    const field = composer(hers);
    await field.pressSequentially('a **b** *c* ~~d~~ `e*` 2*3*4 snake_case_name [f](https://g.example) h');
    expect(await html(field)).toBe(
      '<p>a <strong>b</strong> <em>c</em> <s>d</s> <code>e*</code> 2*3*4 snake_case_name <a href="https://g.example">f</a> h</p>',
    );
    await field.fill('');
    await field.pressSequentially('***both*** **literal**');
    await field.press('Control+z');
    expect(await html(field)).toBe('<p><strong><em>both</em></strong> **literal**</p>');
    await field.press('Enter');
    const said = hers.locator('main article').last();
    await said.locator('strong', { hasText: 'both' }).waitFor();
    expect(await said.textContent()).toContain('**literal**');
  });

  it('lists, quotes and code go on with Shift+Enter, and a second one ends them', async () => {
    const field = composer(hers);
    await field.pressSequentially('- one');
    await field.press('Shift+Enter');
    await field.pressSequentially('two');
    await field.press('Tab');
    await field.press('Shift+Enter');
    await field.press('Shift+Enter');
    await field.press('Shift+Enter');
    await field.pressSequentially('3. three');
    await field.press('Shift+Enter');
    await field.press('Shift+Enter');
    await field.pressSequentially('> said');
    await field.press('Shift+Enter');
    await field.press('Shift+Enter');
    await field.pressSequentially('```x = 1;');
    await field.press('Shift+Enter');
    await field.pressSequentially('  y');
    await field.press('ArrowDown');
    await field.pressSequentially('end');
    expect(await html(field)).toBe(
      '<ul><li><p>one</p><ul><li><p>two</p></li></ul></li></ul><ol><li value="3"><p>three</p></li></ol>' +
        '<blockquote><p>said</p></blockquote><pre><code>x = 1;\n  y</code></pre><p>end</p>',
    );
    await shot(hers, 'composer-blocks');
    await field.press('Enter');
    const said = hers.locator('main article').last();
    expect(await said.locator('ul ul > li').textContent()).toBe('two');
    expect(await said.locator('ol > li').getAttribute('value')).toBe('3');
    expect(await said.locator('pre').textContent()).toBe('x = 1;\n  y');
    expect(await said.locator('blockquote').textContent()).toBe('said');
  });

  it('behind the backticks stands what a code is written in, and is shown; a word that names no language is code', async () => {
    const field = composer(hers);
    await field.pressSequentially('```SQL');
    await field.press('Shift+Enter');
    await field.pressSequentially('select 1');
    expect(await html(field)).toBe('<pre data-language="SQL"><code>select 1</code></pre>');
    await shot(hers, 'composer-language');
    await field.press('Enter');
    const said = hers.locator('main article').last();
    expect(await said.locator('figcaption').textContent()).toBe('SQL');
    expect(await said.locator('pre').textContent()).toBe('select 1');
    await field.pressSequentially('```ls');
    await field.press('Shift+Enter');
    await field.pressSequentially('cd');
    expect(await html(field)).toBe('<pre><code>ls\ncd</code></pre>');
    await field.press('Enter');
  });

  it('a draft that another device wrote by hand is sent as it was written', async () => {
    const written = '_not_ \\*this\\* __init__ * a\n\n* item\n\n\n3) x';
    const context = await newDevice(browser, WITHOUT_WORKER);
    await withoutEditor(context);
    const other = await context.newPage();
    await signIn(other, li);
    await chatRow(other, ada.name).click();
    await other.locator('main textarea').fill(written);
    await chatRow(his, ada.name).filter({ hasText: '__init__' }).waitFor();
    await chatRow(his, ada.name).click();
    await expect.poll(() => typed(editor(his))).toContain('__init__');
    expect(await editor(his).locator('em').textContent()).toBe('not');
    await composer(his).press('Enter');
    await expect.poll(() => keptLocally(hers)).toContain(JSON.stringify(written));
    await context.close();
  });
});

describe('what is pasted', () => {
  it('from a page is cleaned to what a message knows', async () => {
    const field = composer(hers);
    await field.focus();
    await paste(field, {
      'text/plain': 'x',
      'text/html': `<style>p{color:red}</style><!--[if gte mso 9]><xml>junk</xml><![endif]-->
        <p class="MsoNormal" style="color:red"><b style="font-weight:normal"><span style="font-weight:700">Bold</span></b>
        and <i>it</i><br>next&nbsp;line <a href="javascript:alert(1)">bad</a> <a href="https://a.example/">good</a></p>
        <p>&nbsp;</p><ol start="4"><li>four</li></ol><img src="x" onerror="document.title='owned'"><script>document.title='owned'</script>`,
    });
    expect(await html(field)).toContain(
      '<p><strong>Bold</strong> and <em>it</em></p><p>next line bad <a href="https://a.example/">good</a></p>',
    );
    expect(await html(field)).toContain('<ol><li value="4"><p>four</p></li></ol>');
    expect(await html(field)).not.toMatch(/junk|style|img|script|Mso/);
    expect(await hers.title()).not.toContain('owned');
  });

  it('from a spreadsheet is lines, as Markdown is formatting, and plain stays as it is', async () => {
    const field = composer(hers);
    await field.focus();
    await paste(field, {
      'text/plain': 'a\t*b*\nc\td\n',
      'text/html': '<table><tr><td>a</td><td>*b*</td></tr></table>',
    });
    expect(await html(field)).toBe('<p>a\t*b*</p><p>c\td</p>');
    await field.fill('');
    await paste(field, { 'text/plain': '**a**\n\n\n- b' });
    expect(await html(field)).toBe('<p><strong>a</strong></p><p></p><p></p><ul><li><p>b</p></li></ul>');
    await field.fill('');
    await hers.keyboard.down('Shift');
    await paste(field, { 'text/plain': '**a**\n- b' });
    await hers.keyboard.up('Shift');
    expect(await html(field)).toBe('<p>**a**</p><p>- b</p>');
    await field.fill('');
    await field.pressSequentially('here');
    await field.press('Control+a');
    await paste(field, { 'text/plain': 'https://a.example/b' });
    expect(await html(field)).toBe('<p><a href="https://a.example/b">here</a></p>');
  });

  it('may be 100 KB, and one still types', async () => {
    const field = composer(hers);
    await field.focus();
    const line = 'words with **bold** and `code` and @nobody, https://a.example/x_y *it* and so on\n';
    await paste(field, { 'text/plain': line.repeat(Math.ceil(100_000 / line.length)) });
    await hers.getByText(/characters too many/).waitFor();
    await field.pressSequentially('still');
    expect((await typed(field)).endsWith('still')).toBe(true);
    await field.fill('');
    expect(await typed(field)).toBe('');
  });
});

describe('with an input method', () => {
  const compose = async (text: string): Promise<void> => {
    await keys.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
  };

  it('Enter picks a word and sends nothing', async () => {
    const field = composer(hers);
    await field.focus();
    const before = await hers.locator('main article').count();
    await compose('ni hao');
    await hers.keyboard.press('Enter');
    await keys.send('Input.insertText', { text: '你好' });
    await expect.poll(() => typed(field)).toBe('你好');
    expect(await hers.locator('main article').count()).toBe(before);
    // An Enter that comes at once may still be that of the word.
    await hers.waitForTimeout(100);
    await field.press('Enter');
    await message(hers, '你好').waitFor();
  });

  it('a half-made word opens no list and closes none', async () => {
    const field = composer(hers);
    const list = hers.getByRole('listbox');
    await field.pressSequentially('@');
    await list.waitFor();
    await compose('li shu');
    await expect.poll(() => typed(field)).toBe('@li shu');
    expect(await list.count()).toBe(1);
    await keys.send('Input.insertText', { text: '李' });
    await list.getByRole('option', { name: li.name }).waitFor();
    await field.press('Enter');
    expect(await typed(field)).toBe(`@${li.name} `);
    await field.fill('');
    await compose(':ta');
    await expect.poll(() => typed(field)).toBe(':ta');
    expect(await list.count()).toBe(0);
    await compose('');
  });

  it('Markdown around its words is seen, too', async () => {
    const field = composer(hers);
    await field.pressSequentially('这是**');
    await compose('zhong yao');
    await keys.send('Input.insertText', { text: '重要' });
    await field.pressSequentially('**的');
    await expect.poll(() => html(field)).toBe('<p>这是<strong>重要</strong>的</p>');
  });
});

it('who is called is one piece, that goes with one key', async () => {
  const field = composer(hers);
  await field.pressSequentially('see @lishu');
  await hers.getByRole('listbox').getByRole('option', { name: li.name }).waitFor();
  await field.press('Enter');
  await shot(hers, 'composer-mention');
  expect(await field.locator('[data-mention]').textContent()).toBe(`@${li.name}`);
  await field.press('Backspace');
  await field.press('Backspace');
  expect(await typed(field)).toBe('see ');
  await field.fill('');
});

describe('the signs', () => {
  it('are a toolbar, remembered, with one stop of Tab; nothing is wrong with it in either theme', async () => {
    const complaints = complaintsOf(hers);
    const field = composer(hers);
    await hers.getByRole('button', { name: 'Formatting' }).click();
    const bar = hers.getByRole('toolbar', { name: 'Formatting' });
    await field.pressSequentially('word');
    await field.press('Control+a');
    await bar.getByRole('button', { name: 'Bold' }).click();
    expect(await html(field)).toBe('<p><strong>word</strong></p>');
    expect(await bar.getByRole('button', { name: 'Bold' }).getAttribute('aria-pressed')).toBe('true');
    await bar.getByRole('button', { name: 'Bold' }).focus();
    await hers.keyboard.press('ArrowRight');
    await hers.keyboard.press('Enter');
    expect(await html(field)).toBe('<p><strong><em>word</em></strong></p>');
    await hers.keyboard.press('End');
    await hers.keyboard.press('Enter');
    await hers.getByLabel('Address').fill('a.example');
    await hers.getByLabel('Address').press('Enter');
    await expect.poll(() => html(field)).toContain('href="https://a.example"');
    expect(await seriousFindings(hers)).toEqual([]);
    await shot(hers, 'composer-toolbar');
    await hers.reload();
    await bar.waitFor();
    await hers.setViewportSize({ width: 360, height: 740 });
    await shot(hers, 'composer-360');
    expect(await hers.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
    await hers.setViewportSize({ width: 1280, height: 800 });
    await field.fill('');
    expect(complaints()).not.toMatch(/Security Policy|Error:/);
    await his.getByRole('button', { name: '文字格式' }).click();
    await composer(his).fill('**粗** `code` [文档](https://a.example)\n> 引用\n- 列表');
    expect(await seriousFindings(his)).toEqual([]);
    await shot(his, 'composer-toolbar-dark');
    await composer(his).fill('');
  });
});
