/** What a browser fetches as script before the chat list of somebody signed in can be used. */
export type FirstLoad = { readonly scripts: readonly { name: string; bytes: number }[]; readonly bytes: number };

const KB = 1024;

/** Nothing may be added to the first load unseen: what is over this fails the build. */
export const LIMIT_BYTES = 250 * KB;

/** The scripts that a page names and a browser of today loads: those for older ones it leaves alone. */
export function scriptsOf(page: string): string[] {
  const names = [...page.matchAll(/<script(?<attributes>[^>]*)>/g)].flatMap((match) => {
    const attributes = match.groups?.['attributes'] ?? '';
    if (/\snomodule\b/i.test(attributes)) return [];
    return /\ssrc="([^"?]+)/.exec(attributes)?.[1] ?? [];
  });
  return [...new Set(names)];
}

/** `fetched`: what the scripts of the page load by themselves before the list is there. */
export function firstLoad(page: string, fetched: readonly string[], sizeOf: (name: string) => number): FirstLoad {
  const scripts = [...new Set([...scriptsOf(page), ...fetched])]
    .map((name) => ({ name, bytes: sizeOf(name) }))
    .sort((a, b) => b.bytes - a.bytes);
  return { scripts, bytes: scripts.reduce((sum, { bytes }) => sum + bytes, 0) };
}

export function firstLoadTable({ scripts, bytes }: FirstLoad): string {
  const line = (size: number, name: string): string => `${(size / KB).toFixed(1).padStart(8)} KB  ${name}`;
  return [
    'First load, gzip:',
    ...scripts.map((script) => line(script.bytes, script.name)),
    line(bytes, `of ${(LIMIT_BYTES / KB).toFixed(0)} KB`),
  ].join('\n');
}

export function checkFirstLoad({ bytes }: FirstLoad, limit = LIMIT_BYTES): void {
  if (bytes <= limit) return;
  const over = `${(bytes / KB).toFixed(1)} KB of ${(limit / KB).toFixed(0)} KB`;
  throw new Error(
    `the first load is ${over} gzip: load what is not needed for the chat list later (apps/web/README.md)`,
  );
}
