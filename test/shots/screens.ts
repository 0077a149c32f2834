import type { Locator, Page } from 'playwright-core';
import { CHANNEL, GROUPS } from './life.js';

export type Scene = { readonly page: Page; readonly language: 'zh' | 'en'; readonly phone: boolean };
/** From the list of chats to what the picture is of. */
export type Screen = readonly [
  name: string,
  open: (scene: Scene) => Promise<unknown>,
  leave?: (scene: Scene) => Promise<unknown>,
];

/** A word of either language. */
const word = (...words: string[]): RegExp => new RegExp(`^(${words.join('|')})$`);
const button = (page: Page, ...words: string[]): Locator => page.getByRole('button', { name: word(...words) }).first();
const rail = (page: Page, ...words: string[]): Locator =>
  page.getByRole('navigation').getByRole('button', { name: new RegExp(words.join('|')) });
const log = (page: Page): Locator => page.locator('main [role=log]').first();

async function chat({ page }: Scene, name: string): Promise<void> {
  await page
    .getByRole('link', { name: new RegExp(`^${name}`) })
    .first()
    .click();
  await log(page).waitFor();
  await aside(page);
  await page.locator('main article').last().waitFor();
}

/** Where the pointer shows nothing that is not meant. */
async function aside(page: Page): Promise<void> {
  await page.mouse.move((page.viewportSize()?.width ?? 0) / 2, 4);
}

const group = (scene: Scene): Promise<void> => chat(scene, GROUPS[scene.language]);
/** The chat of the two that the pictures are taken as. */
const direct = (scene: Scene): Promise<void> => chat(scene, scene.language === 'zh' ? 'Alex' : '小林');

async function act({ page }: Scene, said: Locator, ...words: string[]): Promise<void> {
  await said.focus();
  await said.getByRole('button', { name: word('More', '更多') }).press('Enter');
  if (words.length > 0) await page.getByRole('menuitem', { name: word(...words) }).press('Enter');
}

const newest = (page: Page): Locator => page.locator('main article[data-seq]').last();

async function settings({ page }: Scene, section: string): Promise<void> {
  await page.goto(`/settings/${section}`);
  await page.getByRole('main').waitFor();
}

const chats: readonly Screen[] = [
  ['list', ({ page }) => page.getByRole('listitem').first().waitFor()],
  ['group', group],
  ['direct', direct],
  ['channel', (scene) => chat(scene, CHANNEL)],
  [
    'group-details',
    async (scene) => {
      await group(scene);
      await scene.page
        .locator('main header')
        .getByRole('button', { name: /^Members|成员/ })
        .click();
      await scene.page.getByRole('complementary').getByRole('listitem').first().waitFor();
    },
  ],
  [
    'direct-details',
    async (scene) => {
      await direct(scene);
      await scene.page
        .locator('main header')
        .getByRole('button', { name: word('Details', '聊天详情') })
        .click();
      await scene.page.getByRole('complementary').getByRole('heading').nth(1).waitFor();
    },
  ],
  [
    'thread',
    async (scene) => {
      await group(scene);
      const footer = scene.page.locator('main article').getByRole('button', { name: /repl(y|ies)|条回复/ });
      await log(scene.page).hover();
      for (let turn = 0; turn < 20 && (await footer.count()) === 0; turn += 1) await scene.page.mouse.wheel(0, -300);
      await footer.last().click();
      await scene.page.getByRole('complementary').locator('article').nth(1).waitFor();
      await aside(scene.page);
    },
  ],
  [
    'pins',
    async (scene) => {
      await group(scene);
      await button(scene.page, 'Pinned messages', '置顶消息').click();
      await scene.page.getByRole('dialog').getByRole('listitem').first().waitFor();
    },
  ],
];

const acts: readonly Screen[] = [
  ['message-hover', async (scene) => group(scene).then(() => newest(scene.page).hover())],
  ['message-menu', async (scene) => group(scene).then(() => act(scene, newest(scene.page)))],
  [
    'message-emoji',
    async (scene) => {
      await group(scene);
      const said = newest(scene.page);
      await said.focus();
      await said.getByRole('button', { name: word('React', '表情回应') }).press('Enter');
      await scene.page.getByRole('dialog').waitFor();
    },
  ],
  [
    'selecting',
    async (scene) => {
      await group(scene);
      await act(scene, newest(scene.page), 'Select several', '多选');
      await scene.page.getByRole('checkbox').last().waitFor();
    },
  ],
  [
    'forward',
    async (scene) => {
      await group(scene);
      await act(scene, newest(scene.page), 'Forward', '转发');
      await scene.page.getByRole('dialog').getByRole('checkbox').first().waitFor();
    },
  ],
  [
    'mention',
    async (scene) => {
      await group(scene);
      await scene.page.locator('main textarea, main [role=textbox][aria-multiline=true]').first().click();
      await scene.page.keyboard.press('Control+a');
      await scene.page.keyboard.type('@');
      await scene.page.getByRole('option').first().waitFor();
    },
    // What is begun there is there the next time.
    async ({ page }) => {
      await page.keyboard.press('Control+a');
      await page.keyboard.press('Backspace');
      await page.getByRole('listbox').waitFor({ state: 'detached' });
    },
  ],
];

const dialogs: readonly Screen[] = [
  [
    'switcher',
    ({ page }) =>
      rail(page, 'Jump to', '跳转')
        .click()
        .then(() => page.getByRole('dialog').waitFor()),
  ],
  [
    'new-group',
    async ({ page }) => {
      await button(page, 'New group', '发起群聊').click();
      await page.getByRole('dialog').locator('input').first().waitFor();
    },
  ],
  [
    'channels',
    async ({ page }) => {
      await button(page, 'Channels', '频道').click();
      await page.getByRole('dialog').getByText(CHANNEL).waitFor();
    },
  ],
  [
    'threads',
    ({ page }) =>
      rail(page, 'Threads', '话题')
        .click()
        .then(() => page.getByRole('dialog').waitFor()),
  ],
  [
    'saved',
    ({ page }) =>
      rail(page, 'Saved', '收藏')
        .click()
        .then(() => page.getByRole('dialog').waitFor()),
  ],
  [
    'presence',
    ({ page }) =>
      page
        .getByRole('navigation')
        .getByRole('button')
        .first()
        .click()
        .then(() => page.getByRole('dialog').waitFor()),
  ],
  [
    'settings-popover',
    ({ page }) =>
      rail(page, 'Settings', '设置')
        .click()
        .then(() => page.getByRole('dialog').waitFor()),
  ],
  [
    'scheduled',
    async (scene) => {
      await group(scene);
      await scene.page
        .getByRole('button', { name: /scheduled|定时/ })
        .first()
        .click();
      await scene.page.getByRole('dialog').waitFor();
    },
  ],
  [
    'keys',
    async ({ page }) => {
      await page.getByRole('listitem').first().waitFor();
      await page.locator('body').press('?');
      await page.getByRole('dialog').waitFor();
    },
  ],
  [
    'person',
    async (scene) => {
      await direct(scene);
      await scene.page.locator('main header h2 button').click();
      await scene.page.getByRole('dialog').waitFor();
    },
  ],
];

const places: readonly Screen[] = [
  ...['account', 'appearance', 'messages', 'notifications', 'keys', 'devices', 'privacy', 'about'].map(
    (section): Screen => [`settings-${section}`, (scene) => settings(scene, section)],
  ),
  ['not-found', ({ page }) => page.goto('/nothing/of/the/kind')],
];

export const SCREENS: readonly Screen[] = [...chats, ...acts, ...dialogs, ...places];

/** As those see them who chose bubbles. */
export const IN_BUBBLES: readonly Screen[] = [
  ['bubbles-group', group],
  ['bubbles-direct', direct],
];
