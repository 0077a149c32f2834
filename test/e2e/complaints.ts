import type { BrowserContext, Page } from 'playwright-core';

const MOST = 20;
const BREACH = /Content Security Policy|requires 'Trusted/;

/** What a page has complained of since, and what it asked for and has no answer to yet: for the message of a test that fails. */
export function complaintsOf(page: Page): () => string {
  const heard: string[] = [];
  const open = new Set<string>();
  page.on('console', (message) => {
    if (message.type() === 'error') heard.push(message.text());
  });
  page.on('pageerror', ({ message }) => heard.push(message));
  page.on('request', (request) => open.add(request.url()));
  page.on('requestfinished', (request) => open.delete(request.url()));
  page.on('requestfailed', (request) => {
    open.delete(request.url());
    heard.push(`${request.url()}: ${request.failure()?.errorText ?? 'failed'}`);
  });
  return () => [...heard, ...[...open].map((url) => `no answer: ${url}`)].slice(-MOST).join('; ');
}

/** What the pages of a browser did against their own policy: nothing of ours ever may. */
export function breachesOf(context: BrowserContext): readonly string[] {
  const heard: string[] = [];
  context.on('console', (message) => {
    if (BREACH.test(message.text())) heard.push(message.text());
  });
  return heard;
}
