import type { Member } from '@parley/contract';
import { LONGEST_NAME, type Called } from './mention-text';
import { matchName, type Readings, unread } from './name-match';

/** Somebody in the list: as a text calls them, as they are shown, and what tells them apart from another of that name. */
export type MentionOption = Called & { readonly shown: string; readonly note: string };
/** A member who may be called. */
export type Callable = Extract<MentionOption, { type: 'user' }>;

/** Rows that the list has room for. */
const SHOWN = 8;
/** What calls everybody, whichever language it is typed in. */
const ALL_WORDS = ['all', 'everyone', 'here', '所有人'] as const;

/** Of a conversation of two, there is the other one, by their own name. */
export type Named = Pick<Member, 'user' | 'nickname'>;

/** Who bears a name that another one bears is called with their login, so that a text says which of them is meant. */
export function callables(members: readonly Named[]): readonly Callable[] {
  const bearers = new Map<string, number>();
  for (const member of members) bearers.set(shownName(member), (bearers.get(shownName(member)) ?? 0) + 1);
  return members.map((member) => {
    const { user, nickname } = member;
    const shown = shownName(member);
    const name = bearers.get(shown) === 1 ? shown : withLogin(shown, user.login);
    const note = nickname === null ? user.login : `${user.name} · ${user.login}`;
    return { type: 'user', userId: user.userId, name, shown, note };
  });
}

/** Picked where another one of this name is picked already. */
export function apartFrom(option: MentionOption, picked: readonly Called[]): MentionOption {
  if (option.type !== 'user') return option;
  const other = picked.some(
    (one) => one.name === option.name && !(one.type === 'user' && one.userId === option.userId),
  );
  const login = option.note.split(' · ').at(-1) ?? '';
  return other ? { ...option, name: withLogin(option.shown, login) } : option;
}

export type Among = {
  readonly people: readonly Callable[];
  readonly everybody: MentionOption | null;
  readonly readings?: Readings;
  /** Who spoke here lately, the last one first. */
  readonly recent?: readonly string[];
};

/** Those whom what is typed fits, the best first; people before everybody, and nobody before there is somebody to call. */
export function optionsFor(
  query: string,
  { people, everybody, readings = unread, recent = [] }: Among,
): readonly MentionOption[] {
  const wanted = query.toLocaleLowerCase();
  const fits = (text: string): boolean => text.toLocaleLowerCase().includes(wanted);
  const ranked = people.flatMap((one) => {
    const ranks = [matchName(one.shown, wanted, readings), matchName(one.note, wanted, readings)];
    const rank = Math.min(...ranks.map((each) => each ?? Infinity));
    const place = recent.indexOf(one.userId);
    return rank === Infinity ? [] : [{ one, rank, place: place === -1 ? Infinity : place }];
  });
  // Two who never spoke are as near as each other: they keep their order.
  ranked.sort((a, b) => a.rank - b.rank || (a.place === b.place ? 0 : a.place - b.place));
  const found = ranked.map(({ one }) => one);
  const all = everybody !== null && people.length > 0 && [everybody.name, ...ALL_WORDS].some(fits) ? [everybody] : [];
  return [...found.slice(0, SHOWN - all.length), ...all];
}

/** What Enter picks without an arrow key before it: somebody, but everybody only by the whole word. -1: nothing. */
export function defaultOption(query: string, options: readonly MentionOption[]): number {
  const [first] = options;
  const isWord = [first?.name, ...ALL_WORDS].includes(query.toLocaleLowerCase());
  return first?.type === 'user' || isWord ? 0 : -1;
}

/** Whom a text may call by name: those picked, members whose name is theirs alone, and everybody by any of the words. */
export function knownNames(
  picked: readonly Called[],
  people: readonly Callable[],
  everybody: MentionOption | null,
): readonly Called[] {
  const alone = people.filter(({ name }) => people.filter((other) => other.name === name).length === 1);
  const words: Called[] =
    everybody === null
      ? []
      : [everybody.name, ...ALL_WORDS].map((name) => ({ type: name === 'here' ? name : 'all', name }));
  const known = new Map<string, Called>();
  for (const called of [...picked, ...alone, ...words]) if (!known.has(called.name)) known.set(called.name, called);
  return [...known.values()];
}

function shownName({ user, nickname }: Named): string {
  return nickname ?? user.name;
}

function withLogin(name: string, login: string): string {
  const both = `${name} (${login})`;
  return both.length <= LONGEST_NAME ? both : login;
}
