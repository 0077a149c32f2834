const SCHEME = /https?:\/\//iy;
/** Ends at a space, a quotation mark, Chinese punctuation, a mention, and at markup that may follow without a space. */
const ADDRESS = /https?:\/\/(?:[^\s<>"'`，。；：！？、（）《》“”‘’【】\uFDD0*~\]]|\*(?!\*)|~(?!~)|\](?!\())+/iy;
const HOST = /^https?:\/\/([^/?#\\]+)/i;
const MAIL = /^mailto:[^\s@<>"]+@[^\s@<>"]+$/i;
/** A browser drops or changes some of these: what is shown and what is opened would differ. */
const UNSEEN = /[\s\p{Cc}\p{Cf}\uFDD0<>"`\\]/u;
const TRAILING = new Set('.,;:!?…*_~');

/** The web address that begins here, without the dot of the sentence; null when there is none. Reads each character once. */
export function addressAt(text: string, at: number): string | null {
  ADDRESS.lastIndex = at;
  const found = ADDRESS.exec(text);
  if (found === null) return null;
  const address = withoutTrailing(found[0]);
  return safeHref(address) === null ? null : address;
}

/** Whether a text begins like a web address here, well formed or not. */
export function hasSchemeAt(text: string, at: number): boolean {
  SCHEME.lastIndex = at;
  return SCHEME.test(text);
}

/** The target if a link may lead there: the web and mail, and no name or password before the host. */
export function safeHref(target: string): string | null {
  if (UNSEEN.test(target)) return null;
  if (MAIL.test(target)) return target;
  const host = HOST.exec(target)?.[1];
  return host === undefined || host.includes('@') || !/[\p{L}\p{N}]/u.test(host) ? null : target;
}

/** The dot of the sentence, and a bracket that was opened before the address, don't belong to it. */
function withoutTrailing(address: string): string {
  let surplus = 0;
  for (const character of address) surplus += character === '(' ? 1 : character === ')' ? -1 : 0;
  let end = address.length;
  while (end > 0 && TRAILING.has(address.charAt(end - 1))) end -= 1;
  while (surplus < 0 && address.charAt(end - 1) === ')') {
    surplus += 1;
    end -= 1;
  }
  return address.slice(0, end);
}
