import type { UserSummary } from '@parley/contract';
import type { ChatRow } from '@parley/sdk';
import { matchName, RANK, type Readings } from '../composer/name-match';
import type { Command } from './use-commands';

type Named = { readonly key: string; readonly name: string; readonly login?: string | undefined };

/** Where one can go, or what one can have done. */
export type Entry =
  | (Named & { readonly kind: 'chat'; readonly row: ChatRow })
  | (Named & { readonly kind: 'person'; readonly user: UserSummary })
  | (Named & { readonly kind: 'command'; readonly command: Command });

export type Sources = {
  /** The one that was used last first. */
  readonly chats: readonly Entry[];
  /** Who has no chat with me yet. */
  readonly people: readonly Entry[];
  readonly commands: readonly Entry[];
};

export type Group = { readonly title: 'recent' | 'chats' | 'people' | 'commands'; readonly entries: readonly Entry[] };

export type Known = { readonly readings: Readings; readonly found: ReadonlySet<string> };

/** Somebody is called exactly so. */
export const EXACT = -1;
/** Of each kind: more is found by typing more. */
const SHOWN = 8;

/** How well it fits what is typed, the lower the better: by its name, also as it is said, or by the login; null: not at all. */
export function fitOf({ name, login }: Named, typed: string, readings: Readings): number | null {
  const wanted = typed.toLocaleLowerCase();
  if (name.toLocaleLowerCase() === wanted || login?.toLocaleLowerCase() === wanted) return EXACT;
  if (login?.toLocaleLowerCase().startsWith(wanted) === true) return RANK.prefix;
  return matchName(name, typed, readings);
}

/** Before anything is typed: what was used last, whom else one could write to while that is little, and what can be done. */
export function firstGroups({ chats, people, commands }: Sources, current: string | null): Group[] {
  const recent = chats.filter((one) => one.kind === 'chat' && one.row.conversationId !== current).slice(0, SHOWN);
  return some([
    { title: 'recent', entries: recent },
    { title: 'people', entries: people.slice(0, SHOWN - recent.length) },
    { title: 'commands', entries: commands },
  ]);
}

/**
 * What fits, the best of each kind first, and first the kind with the best one. `found`: whom the server has found for just that, by
 * their key; it may know better why.
 */
export function groupsFor(typed: string, sources: Sources, { readings, found }: Known): Group[] {
  const ranked = (['chats', 'people', 'commands'] as const).map((title) => {
    const fitting = sources[title].flatMap((entry) => {
      const fit = fitOf(entry, typed, readings) ?? (found.has(entry.key) ? RANK.inside : null);
      return fit === null ? [] : [{ entry, fit }];
    });
    const best = fitting.toSorted((a, b) => a.fit - b.fit).slice(0, SHOWN);
    return { title, entries: best.map(({ entry }) => entry), fit: best[0]?.fit ?? 0 };
  });
  return some(ranked.toSorted((a, b) => a.fit - b.fit).map(({ title, entries }) => ({ title, entries })));
}

function some(groups: readonly Group[]): Group[] {
  return groups.filter(({ entries }) => entries.length > 0);
}
