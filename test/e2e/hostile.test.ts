import type { ParleyClient } from '@parley/sdk';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.js';
import { chatRow, deviceOf, shot } from './app.js';
import { HOSTILE_NAMES, HOSTILE_TEXTS, NO_NAMES, TRACE } from './hostile-texts.js';
import { layoutFaults } from './layout.js';
import { clientOf, newPeople, type Person } from './people.js';

const PLAIN = 'a plain line';
const STATUS = 'مشغول (14:05)';

let browser: Browser;
let ada: Person;
let mallory: Person;
let attacker: ParleyClient;
let direct: string;
let group: string;
let wide: Page;
let narrow: Page;
const heard: string[] = [];

/** Whatever a page complains of, or shows that it should not. */
function listen(page: Page): void {
  page.on('console', (said) => said.type() === 'error' && heard.push(said.text()));
  page.on('pageerror', ({ message }) => heard.push(message));
  page.on('dialog', (dialog) => {
    heard.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
}

beforeAll(async () => {
  browser = await launchBrowser();
  const [victim, sender, fromTheRight, piled] = await newPeople(
    'Ada Byron',
    HOSTILE_NAMES.markup,
    HOSTILE_NAMES.fromTheRight,
    HOSTILE_NAMES.piled,
  );
  [ada, mallory] = [victim, sender];
  attacker = await clientOf(mallory);
  const hers = await clientOf(ada);
  const others = await Promise.all([fromTheRight, piled].map((person) => clientOf(person)));
  const userIds = [hers, ...others].map(({ me }) => me?.userId ?? '');
  direct = (await attacker.openDirect(userIds[0] ?? '')).conversationId;
  group = (await attacker.createGroup({ name: HOSTILE_NAMES.long, userIds })).conversationId;
  await attacker.groups.change(group, { topic: `${HOSTILE_NAMES.fromTheRight} ${HOSTILE_TEXTS['script']}` });
  await attacker.groups.change(group, { announcement: HOSTILE_TEXTS['piledMarks']?.slice(0, 1_900) ?? '' });
  await attacker.ownPresence.set({ custom: { emoji: '🔥', text: STATUS, until: null } });
  for (const other of others)
    await sayAll(other, group, [PLAIN, HOSTILE_TEXTS['override'] ?? '', HOSTILE_TEXTS['arabic'] ?? '']);
  await attacker.groups.change(group, { name: HOSTILE_NAMES.fromTheRight });
  await Promise.all([hers, ...others].map((client) => client.stop()));
  wide = await deviceOf(browser, ada);
  narrow = await deviceOf(browser, ada, {
    locale: 'zh-CN',
    colorScheme: 'dark',
    viewport: { width: 360, height: 740 },
  });
  for (const page of [wide, narrow]) listen(page);
});
afterAll(async () => {
  await attacker.stop();
  await browser.close();
});

async function sayAll(client: ParleyClient, conversationId: string, texts: readonly string[]): Promise<void> {
  for (const text of texts) await client.whenSent(client.send(conversationId, text));
}

function newest(page: Page): Locator {
  return page.locator('main article').last();
}

/** The one before the newest. */
function rowAbove(page: Page): Locator {
  return page.locator('main article').nth(-2);
}

/** The row of the direct chat: that of the group names the same person. */
function talk(page: Page): Locator {
  return chatRow(page, mallory.name).filter({ hasText: 'hello' });
}

describe('what is sent to break the page', () => {
  it('comes into the list, and nothing leaves its place', async () => {
    await sayAll(attacker, direct, ['hello']);
    for (const page of [wide, narrow]) {
      await talk(page).waitFor();
      await expect.poll(() => layoutFaults(page)).toEqual([]);
    }
    await shot(wide, 'hostile-list');
    await shot(narrow, 'hostile-list-360-zh-dark');
    for (const page of [wide, narrow]) await talk(page).click();
    for (const page of [wide, narrow]) await newest(page).getByText('hello').waitFor();
  });

  it.each(Object.entries(HOSTILE_TEXTS))('%s stays in its row', async (what, text) => {
    await sayAll(attacker, direct, [text, `after ${what}`]);
    for (const page of [wide, narrow]) {
      await newest(page).getByText(`after ${what}`, { exact: true }).waitFor();
      await expect.poll(() => layoutFaults(page)).toEqual([]);
      // However long it is: one doesn't have to scroll for ever to get past it.
      if (text.length > 3_000) expect((await rowAbove(page).boundingBox())?.height).toBeLessThan(800);
    }
    expect(heard).toEqual([]);
  });

  it('has run nothing and opens nothing but the web', async () => {
    await sayAll(attacker, direct, [
      HOSTILE_TEXTS['script'] ?? '',
      HOSTILE_TEXTS['scriptLinks'] ?? '',
      HOSTILE_TEXTS['otherHost'] ?? '',
    ]);
    for (const page of [wide, narrow]) {
      await newest(page)
        .getByRole('link', { name: /evil\.example$/ })
        .waitFor();
      expect(await page.evaluate((trace) => trace in globalThis, TRACE)).toBe(false);
      const links = await page
        .locator('main article a')
        .evaluateAll((all) =>
          all.map((link) => (link instanceof HTMLAnchorElement ? `${link.protocol} ${link.rel} ${link.target}` : '')),
        );
      expect(new Set(links)).toEqual(new Set(['https: noopener noreferrer _blank']));
    }
    expect(heard).toEqual([]);
  });

  it('a link that names another host, or has letters of another script, shows where it leads', async () => {
    const said = newest(wide);
    await said.getByRole('link', { name: 'bank.example leads to evil.example' }).waitFor();
    await said.getByRole('link', { name: /leads to xn--bnk-6cd\.example$/ }).waitFor();
    await shot(wide, 'hostile-links');
    await shot(narrow, 'hostile-links-360-zh-dark');
  });

  it('marks that are piled up are drawn in their own row alone', async () => {
    const piled = HOSTILE_TEXTS['piledMarks'] ?? '';
    await sayAll(attacker, direct, [PLAIN, PLAIN, PLAIN, piled, PLAIN, 'the end']);
    for (const page of [wide, narrow]) {
      await newest(page).getByText('the end').waitFor();
      await page.mouse.move(0, 0);
      const rows = page.locator('main article');
      const count = await rows.count();
      const drawn = (fromEnd: number): Promise<Buffer> =>
        rows
          .nth(count - fromEnd)
          .locator('.said')
          .screenshot();
      const [unharmed, before, after] = [await drawn(5), await drawn(4), await drawn(2)];
      expect(before.equals(unharmed)).toBe(true);
      expect(after.equals(unharmed)).toBe(true);
      // Fonts pile them up differently: whatever is drawn outside of its box is cut off.
      const text = rows.nth(count - 3).locator('.said p');
      await text.evaluate((drawn: HTMLElement) => (drawn.style.transform = 'translateY(-20px)'));
      expect((await drawn(4)).equals(unharmed)).toBe(true);
      await text.evaluate((drawn: HTMLElement) => (drawn.style.transform = ''));
    }
    await shot(wide, 'hostile-marks');
    await shot(narrow, 'hostile-marks-360-zh-dark');
  });
});

describe('names that are meant to break the page', () => {
  it('stay in their place wherever they stand', async () => {
    for (const page of [wide, narrow]) {
      if (page === narrow) await page.getByRole('button', { name: '返回会话列表' }).click();
      await chatRow(page, HOSTILE_NAMES.fromTheRight).first().click();
      await page.locator('main article').getByText(PLAIN).first().waitFor();
      await expect.poll(() => layoutFaults(page)).toEqual([]);
    }
    await shot(wide, 'hostile-group');
    await shot(narrow, 'hostile-group-360-zh-dark');
    expect(heard).toEqual([]);
  });

  it('say nothing of their own into the title or a sentence', async () => {
    expect(await wide.title()).toContain(`\u2068${HOSTILE_NAMES.fromTheRight}\u2069`);
    const sentence = wide.locator('main article', { hasText: 'named the group' }).last();
    expect(await sentence.textContent()).toContain(`\u2068${HOSTILE_NAMES.fromTheRight}\u2069`);
  });

  it('that show nothing, or turn what stands beside them, are refused', async () => {
    for (const name of NO_NAMES) {
      await expect(attacker.groups.change(group, { name })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
      await expect(attacker.groups.setNickname(group, attacker.me?.userId ?? '', name)).rejects.toMatchObject({
        code: 'BAD_REQUEST',
      });
    }
  });
});
