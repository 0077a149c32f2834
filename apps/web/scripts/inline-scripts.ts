import { createHash } from 'node:crypto';

/** The CSP hash of every script that stands in the pages themselves; sorted, each once. */
export function inlineScriptHashes(pages: string[]): string[] {
  const hashes = new Set<string>();
  for (const page of pages) {
    for (const match of page.matchAll(/<script(?<attributes>[^>]*)>(?<code>[\s\S]*?)<\/script>/g)) {
      const { attributes = '', code = '' } = match.groups ?? {};
      if (/\ssrc=/.test(attributes) || code === '') continue;
      hashes.add(`sha256-${createHash('sha256').update(code).digest('base64')}`);
    }
  }
  return [...hashes].sort();
}
