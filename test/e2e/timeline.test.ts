import { createNodePorts, ParleyClient } from '@parley/sdk';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launchBrowser } from '../support/browser.js';
import { chatRow, deviceOf, shot } from './app.js';
import { newPerson, type Person } from './people.js';

const MESSAGES = 260;
let browser: Browser;
let reader: Person;
let writer: Person;

/** A device of this person without a browser. */
async function clientOf(person: Person): Promise<ParleyClient> {
  const client = new ParleyClient({ ports: createNodePorts({ url: inject('stack').url }) });
  await client.login({ login: person.login, password: person.password, deviceName: 'tests', platform: 'other' });
  await client.start();
  await client.whenOnline(15_000);
  return client;
}

beforeAll(async () => {
  browser = await launchBrowser();
  [reader, writer] = [await newPerson('Reader One'), await newPerson('Writer Two')];
  const [theirs, mine] = [await clientOf(writer), await clientOf(reader)];
  const { conversationId } = await theirs.openDirect((mine.me ?? { userId: '' }).userId);
  const sends = Array.from({ length: MESSAGES }, (_, index) =>
    theirs.send(conversationId, index % 7 === 0 ? `message ${index + 1}\n一行\nanother line` : `message ${index + 1}`),
  );
  await Promise.all(sends.map((clientMsgId) => theirs.whenSent(clientMsgId)));
  await Promise.all([theirs.stop(), mine.stop()]);
});
afterAll(async () => browser.close());

describe('a long timeline', () => {
  let page: Page;
  beforeAll(async () => {
    page = await deviceOf(browser, reader);
  });

  it('opens at the first unread message, under a line that says so', async () => {
    await chatRow(page, writer.name)
      .filter({ hasText: `${MESSAGES} unread` })
      .click();
    await page.getByRole('separator', { name: 'New' }).waitFor();
    await page.getByText('message 2', { exact: true }).waitFor();
    expect(await page.getByText(`message ${MESSAGES}`, { exact: true }).count()).toBe(0);
    await page.getByRole('button', { name: /new messages/ }).waitFor();
    await shot(page, 'timeline-first-unread');
  });
});
