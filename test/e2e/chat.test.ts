import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.js';
import { chatRow, composer, deviceOf, findPerson, keptLocally, message, reaches, say, shot, typed } from './app.js';
import { newPeople, type Person } from './people.js';

let browser: Browser;
let ada: Person;
let li: Person;
beforeAll(async () => {
  browser = await launchBrowser();
  [ada, li] = await newPeople('Ada Byron', '李雷');
});
afterAll(async () => browser.close());

describe('two people chat in two browsers', () => {
  let hers: Page;
  let his: Page;
  beforeAll(async () => {
    hers = await deviceOf(browser, ada);
    his = await deviceOf(browser, li, { locale: 'zh-CN' });
  });

  it('she finds him by keyboard, writes, and sees that it was stored and delivered', async () => {
    await findPerson(hers, li);
    await composer(hers).pressSequentially('早上好');
    await composer(hers).press('Shift+Enter');
    await composer(hers).pressSequentially('second line');
    await composer(hers).press('Enter');
    const sent = hers.locator('main article').last();
    await expect.poll(() => sent.textContent()).toContain('早上好\nsecond line');
    await reaches(sent, 'delivered');
    expect(await typed(composer(hers))).toBe('');
    await shot(hers, 'chat-delivered');
  });

  it('his list shows it as unread, in the tab title too', async () => {
    await chatRow(his, ada.name).filter({ hasText: '1 条未读消息' }).waitFor();
    await expect.poll(() => his.title()).toBe('(1) Parley');
    await shot(his, 'list-unread-zh');
  });

  it('he opens it, she sees "Read", and his count is gone', async () => {
    await chatRow(his, ada.name).click();
    await his.getByRole('log').getByText('second line').waitFor();
    await reaches(hers.locator('main article').last(), 'read');
    await hers.locator('main article').last().getByText('Read', { exact: true }).waitFor();
    await expect.poll(() => his.title()).toBe(`${ada.name} · Parley`);
  });

  it('she sees him type, without anything moving, and gets his answer', async () => {
    const before = await hers.locator('main article').last().boundingBox();
    await composer(his).pressSequentially('在');
    await hers.getByText('Typing…').waitFor();
    expect(await hers.locator('main article').last().boundingBox()).toEqual(before);
    await composer(his).press('Enter');
    await message(hers, '在').waitFor();
    await hers.locator('main').getByText('Online', { exact: true }).waitFor();
    await shot(hers, 'chat-both-ways');
  });

  it('shows what looks like markup as text', async () => {
    const hostile = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`;
    await say(hers, hostile);
    await message(his, hostile).waitFor();
    expect(await his.title()).not.toContain('owned');
  });

  it('an address is a link that tells nobody where it was clicked', async () => {
    await say(hers, 'see https://example.com/a?b=c.');
    const link = his.getByRole('link', { name: 'https://example.com/a?b=c', exact: true });
    expect(await link.getAttribute('rel')).toBe('noopener noreferrer');
    expect(await link.getAttribute('href')).toBe('https://example.com/a?b=c');
  });

  it('an Enter that ends a composition picks a word and sends nothing', async () => {
    await composer(hers).focus();
    const session = await hers.context().newCDPSession(hers);
    await session.send('Input.imeSetComposition', { text: 'ni hao', selectionStart: 6, selectionEnd: 6 });
    await hers.keyboard.press('Enter');
    await session.send('Input.insertText', { text: '你好' });
    expect(await typed(composer(hers))).toContain('你好');
    const articles = await hers.locator('main article').count();
    await hers.waitForTimeout(200);
    expect(await hers.locator('main article').count()).toBe(articles);
    await composer(hers).fill('');
  });

  it('keeps what was typed and not sent, across a reload', async () => {
    await composer(hers).pressSequentially('half a thought');
    // A draft is stored behind the typing, not within it.
    await expect.poll(() => keptLocally(hers)).toContain('half a thought');
    await hers.reload();
    await expect.poll(() => typed(composer(hers))).toBe('half a thought');
    await hers.goto('/');
    await chatRow(hers, li.name).filter({ hasText: '[Draft] half a thought' }).waitFor();
    await chatRow(hers, li.name).click();
    await composer(hers).fill('');
  });

  it('back and forward go through the chats, and the address is a deep link', async () => {
    const address = hers.url();
    expect(address).toMatch(/\/c\/\d+$/);
    await hers.goBack();
    await hers.getByText('Pick a chat').waitFor();
    await hers.goForward();
    await composer(hers).waitFor();
    const tab = await hers.context().newPage();
    await tab.goto(address);
    await message(tab, '在').waitFor();
    await tab.close();
  });

  it('counts down near the end of what fits, and sends nothing longer', async () => {
    await composer(hers).fill('字'.repeat(16_383 - 5));
    await hers.getByText('5 characters left').waitFor();
    await composer(hers).fill('字'.repeat(16_383 + 2));
    await hers.getByText('2 characters too many').waitFor();
    await composer(hers).press('Enter');
    expect((await typed(composer(hers))).length).toBe(16_385);
    await composer(hers).fill('');
  });
});
