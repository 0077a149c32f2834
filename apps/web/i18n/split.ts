import type { Catalogue } from './catalogue';
import type { Words } from './joined';

type Split = { readonly [K in keyof Catalogue]?: 'all' | readonly (keyof Catalogue[K])[] };

/** What the list of chats says, and whatever stands there before a lazy part: areas, or keys of one. `split.test.ts` reads the code for it. */
export const FIRST: Split = {
  app: 'all',
  nav: 'all',
  chats: 'all',
  chat: 'all',
  connection: 'all',
  system: 'all',
  there: 'all',
  acts: ['recalledByMe', 'recalledBySender', 'recalledByAdmin', 'saved'],
  channels: ['title'],
  errors: ['UNAVAILABLE'],
  forward: ['preview', 'cardPreview'],
  group: ['create', 'somebody'],
  notifications: ['level'],
  threads: ['all', 'allUnread', 'preview'],
  timeline: ['loading'],
};

export function isFirst(area: string, key: string): boolean {
  const taken: 'all' | readonly string[] | undefined = FIRST[area as keyof Catalogue];
  return taken === 'all' || taken?.includes(key) === true;
}

function filter(catalogue: Catalogue, wanted: (area: string, key: string) => boolean): Words {
  const areas = Object.entries(catalogue).map(([area, words]): [string, Words[string]] => [
    area,
    Object.fromEntries(Object.entries(words).filter(([key]) => wanted(area, key))),
  ]);
  return Object.fromEntries(areas.filter(([, words]) => Object.keys(words).length > 0));
}

export const firstOf = (catalogue: Catalogue): Words => filter(catalogue, isFirst);
export const restOf = (catalogue: Catalogue): Words => filter(catalogue, (area, key) => !isFirst(area, key));
