/**
 * How people are found: by the beginning of any word of their name or login, and in Chinese, Japanese and Korean names,
 * where no space says where a word begins, from any character on. Each term is a place to begin; a query is matched as a
 * prefix of one, so the look-up is a range of a plain B-tree.
 */

/** Writing without spaces between words. */
const EVERY_CHARACTER_BEGINS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
const MAX_TERMS = 64;
/** More words than this in a query add nothing but work. */
const MAX_TOKENS = 4;

/** Width, case and compatibility forms don't matter. */
export function normaliseTerm(text: string): string {
  return text.normalize('NFKC').toLowerCase().normalize('NFKC').trim();
}

export function searchTerms(name: string, login: string): string[] {
  const spaced = [...normaliseTerm(name).split(/\s+/u), normaliseTerm(login)];
  const parts = spaced.flatMap((word) => [word, ...word.split(/[^\p{L}\p{N}\p{M}]+/u)]);
  const terms = parts.filter((part) => part !== '').flatMap((part) => beginnings(part));
  return [...new Set(terms)].slice(0, MAX_TERMS);
}

/** What is typed into the search box; each has to be the beginning of a term. */
export function queryTokens(query: string): string[] {
  return normaliseTerm(query)
    .split(/\s+/u)
    .filter((token) => token !== '')
    .slice(0, MAX_TOKENS);
}

/** Whether each of these tokens is the beginning of a term. */
export function isFound(terms: readonly string[], tokens: readonly string[]): boolean {
  return tokens.every((token) => terms.some((term) => term.startsWith(token)));
}

function beginnings(word: string): string[] {
  const characters = Array.from(word);
  return characters.flatMap((character, at) => {
    const before = characters[at - 1];
    const begins =
      before === undefined || EVERY_CHARACTER_BEGINS.test(character) || EVERY_CHARACTER_BEGINS.test(before);
    return begins ? [characters.slice(at).join('')] : [];
  });
}
