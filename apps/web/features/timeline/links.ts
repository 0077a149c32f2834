export type TextPart = { readonly text: string; readonly href: string | null };

const candidates = /https?:\/\/[^\s<>"'`，。；：！？、（）《》“”‘’【】]+/giu;

/** Splits a text into plain parts and web addresses; joined again, the parts are the text. */
export function withLinks(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(candidates)) {
    const address = withoutTrailing(match[0]);
    const href = webAddress(address);
    if (href === null) continue;
    if (match.index > end) parts.push({ text: text.slice(end, match.index), href: null });
    parts.push({ text: address, href });
    end = match.index + address.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end), href: null });
  return parts;
}

/** The dot of the sentence, and a bracket that was opened before the address, don't belong to it. */
function withoutTrailing(address: string): string {
  let end = address.replace(/[.,;:!?…*_~]+$/u, '');
  while (end.endsWith(')') && end.split(')').length > end.split('(').length) end = end.slice(0, -1);
  return end;
}

/** Nothing but the web: no script, no file, no name and password before the host. */
function webAddress(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (!/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return null;
  return url.href;
}
