import { type Content, ContentInput, LIMITS, type Mention } from '@parley/contract';
import type { SendExtras } from '@parley/sdk';

/** Somebody, or all, as a text calls them. */
export type Called = { readonly name: string } & (
  | { readonly type: 'user'; readonly userId: string }
  | { readonly type: 'all' | 'here' }
);

/** A text with what belongs to it. */
export type Said = SendExtras & { readonly text: string };

/** What is being typed after a mark right before the caret. */
export type Query = { readonly from: number; readonly query: string };

const LONGEST_QUERY = 32;
/** UTF-16, as the server counts it. */
export const LONGEST_NAME = LIMITS.nameCodePoints * 2;
/** What a word goes on with. No underscore: it may be a sign of Markdown, which another may stand for. */
const WORD = /[\p{Script=Latin}\p{N}]/u;

/** What is being typed after an `@` right before the caret; null when nobody is being called there. */
export const mentionQuery = (text: string, caret: number): Query | null => nameQuery('@', text, caret);

/** The same after a `#`; but one that is all digits is the number of something. */
export function channelQuery(text: string, caret: number): Query | null {
  const asked = nameQuery('#', text, caret);
  return asked === null || /^\d+$/.test(asked.query) ? null : asked;
}

function nameQuery(sign: '@' | '#', text: string, caret: number): Query | null {
  // An address of mail is no call, and neither is a sign with a space behind it; but a name may have one in it.
  let from = text.lastIndexOf(sign, caret - 1);
  while (from > 0 && !startsWord(text, from)) from = text.lastIndexOf(sign, from - 1);
  if (caret <= 0 || from === -1 || caret - from > LONGEST_QUERY + 1) return null;
  const query = text.slice(from + 1, caret);
  return /^\s|[\r\n]|\s\s/.test(query) ? null : { from, query };
}

/** The mentions of a text: each `@` with the longest known name behind it. */
export function mentionsIn(text: string, known: readonly Called[]): Mention[] {
  const longestFirst = known.filter(({ name }) => mayBeCalled(name)).sort((a, b) => b.name.length - a.name.length);
  const mentions: Mention[] = [];
  for (let at = text.indexOf('@'); at !== -1 && mentions.length < LIMITS.mentions;) {
    const called = startsWord(text, at) ? longestFirst.find(({ name }) => stands(text, at + 1, name)) : undefined;
    const length = called === undefined ? 1 : called.name.length + 1;
    if (called !== undefined) mentions.push(mentionOf(called, at, length));
    at = text.indexOf('@', at + length);
  }
  return mentions;
}

function mentionOf(called: Called, at: number, length: number): Mention {
  return called.type === 'user'
    ? { type: 'user', userId: called.userId, at, length }
    : { type: called.type, at, length };
}

/** Whom a message calls, by the names that its text has for them. */
export function calledIn({ text = '', mentions = [] }: Content): Called[] {
  return mentions.flatMap(({ type, userId, at, length }): Called[] => {
    const name = text.slice(at + 1, at + length);
    if (type === 'user') return userId === undefined ? [] : [{ type, userId, name }];
    return type === 'all' || type === 'here' ? [{ type, name }] : [];
  });
}

/** New words for what was said: whom they still name they still call, and they answer the same message, in the same thread. */
export function saidAgain(text: string, before: Content | null): Said {
  const mentions = before === null ? [] : mentionsIn(text, calledIn(before));
  const replyTo = before?.replyTo;
  const thread = ContentInput.safeParse(before).data?.thread;
  return {
    text,
    ...(mentions.length > 0 && { mentions }),
    ...(replyTo && { replyTo: { seq: replyTo.seq } }),
    ...(thread && { thread }),
  };
}

/** As the server has it: a name on one line. */
function mayBeCalled(name: string): boolean {
  return name !== '' && name === name.trim() && !/[\r\n]/.test(name) && name.length <= LONGEST_NAME;
}

function startsWord(text: string, at: number): boolean {
  return at === 0 || !WORD.test(text.charAt(at - 1));
}

/** The name stands there, and is not the beginning of a longer word: @Ada is not in @Adam. */
function stands(text: string, at: number, name: string): boolean {
  if (!text.startsWith(name, at)) return false;
  return !(WORD.test(name.charAt(name.length - 1)) && WORD.test(text.charAt(at + name.length)));
}
