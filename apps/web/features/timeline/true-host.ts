/** The dots that a browser takes for one, and what looks like it. */
const DOTS = /[。｡．․﹒]/g;
const UNSEEN = /\p{Default_Ignorable_Code_Point}/gu;
/** What reads like an address of the web: words with dots between them, the last of letters, and its port. */
const HOST_LIKE = /(?:[\p{L}\p{N}\p{M}_-]+\.)+(?:xn--[\p{L}\p{N}-]+|[\p{L}\p{M}]{2,})(?::\d{1,5})?/gu;
const AS_WRITTEN = /^https?:\/\/([^/?#]*)/i;

/**
 * Where a link really leads, when what is read doesn't say so: another host than the one that is named, or one whose letters may be
 * of several scripts, in the letters of the wire (punycode). null: who reads the link reads its host. Hosts are what the browser that
 * opens it makes of them.
 */
export function trueHost(href: string, text: string): string | null {
  const url = parsed(href);
  // A browser opens none of these.
  if (url === null) return null;
  if (url.protocol === 'mailto:') return namesAnother(text, url.pathname) ? url.pathname : null;
  const host = url.host;
  if (url.hostname.split('.').some((label) => label.startsWith('xn--'))) return host;
  const written = AS_WRITTEN.exec(text.trim())?.[1];
  if (written !== undefined) return isHost(written, url) ? null : host;
  return hostsIn(text).every((shown) => isHost(shown, url)) ? null : host;
}

function parsed(href: string): URL | null {
  try {
    return new URL(href);
  } catch {
    return null;
  }
}

function namesAnother(text: string, address: string): boolean {
  if (text.toLowerCase().includes(address.toLowerCase())) return false;
  return text.includes('@') || hostsIn(text).length > 0;
}

/** As people read them: whatever draws nothing is not there. */
function hostsIn(text: string): string[] {
  return text.replaceAll(UNSEEN, '').normalize('NFKC').replaceAll(DOTS, '.').match(HOST_LIKE) ?? [];
}

/** `www.` and the dot at the end lead to no other place; a port does. */
function isHost(shown: string, { protocol, host }: URL): boolean {
  const usual = protocol === 'https:' ? /:443$/ : /:80$/;
  const plain = shown.toLowerCase().replace(usual, '');
  return bare(plain) === bare(host);
}

function bare(host: string): string {
  return host.replace(/^www\./, '').replace(/\.(?=$|:)/, '');
}
