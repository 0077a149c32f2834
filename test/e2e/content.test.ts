import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.js';
import { chatRow, composer, deviceOf, findPerson, shot } from './app.js';
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
    await composer(hers).press('Enter');
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
    expect(await composer(hers).inputValue()).toBe('**重要**');
    await composer(hers).press('Control+i');
    expect(await composer(hers).inputValue()).toBe('***重要***');
    await composer(hers).press('Control+b');
    expect(await composer(hers).inputValue()).toBe('*重要*');
    await composer(hers).press('Control+z');
    expect(await composer(hers).inputValue()).toBe('***重要***');
    await composer(hers).fill('');
  });
});
