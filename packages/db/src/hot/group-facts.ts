import type { Shard } from '../database.js';
import { statement } from '../repository-files.js';
import { numbers } from './literals.js';

const FACTS = statement('group_facts');

/** How a group or channel is stored; core knows what is meant where nothing was set. */
export type StoredProfile = {
  topic: string | null;
  avatar: object | null;
  settings: object | null;
  visibility: string;
  archived: boolean;
};

export type GroupFacts = {
  profile: StoredProfile;
  /** The user's own, in milliseconds. */
  mutedUntil: number | null;
  /** Who waits to be let in; 0 for those whom it does not concern. */
  joinRequests: number;
};

type Columns = StoredProfile & { id: string; muted_ms: number | null; join_requests: number };

/** By conversation; those in which the user is no member now are missing. */
export async function groupFacts(
  shard: Shard,
  userId: string,
  ids: readonly string[],
): Promise<Map<string, GroupFacts>> {
  if (ids.length === 0) return new Map();
  const { rows } = await shard.pool.query<Columns>({ ...FACTS, values: [userId, numbers(ids)] });
  return new Map(
    rows.map(({ id, muted_ms: mutedUntil, join_requests: joinRequests, ...row }) => {
      const { topic, avatar, settings, visibility, archived } = row;
      return [id, { profile: { topic, avatar, settings, visibility, archived }, mutedUntil, joinRequests }];
    }),
  );
}
