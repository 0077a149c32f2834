import type { BrowserContext } from 'playwright-core';

type Watched = { readonly violations: string[]; readonly requests: string[]; readonly errors: string[] };

/** Notes every request, every breach of the policy and every error of the page. */
export async function watched(context: BrowserContext): Promise<Watched> {
  const notes: Watched = { violations: [], requests: [], errors: [] };
  await context.exposeFunction('noteViolation', (text: string) => notes.violations.push(text));
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const note = (globalThis as unknown as { noteViolation: (text: string) => void }).noteViolation;
      note(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
    });
  });
  context.on('request', (request) => notes.requests.push(request.url()));
  context.on('console', (line) => {
    if (/Content Security Policy|Refused to/i.test(line.text())) notes.violations.push(line.text());
  });
  context.on('weberror', (error) => notes.errors.push(String(error.error())));
  return notes;
}
