import type { Shard } from '../database.js';
import { statement } from '../repository-files.js';
import { pairs } from './literals.js';

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

type Columns = StoredProfile & { user_id: string; id: string; muted_ms: number | null; join_requests: number };

/** By conversation; those in which the user is no member now are missing. */
export async function groupFacts(
  shard: Shard,
  userId: string,
  ids: readonly string[],
): Promise<Map<string, GroupFacts>> {
  if (ids.length === 0) return new Map();
  const rows = await load(
    shard,
    ids.map((conversationId) => ({ userId, conversationId })),
  );
  return new Map(rows.map((row) => [row.id, factsOf(row)]));
}

/** Of one conversation, by user; those who are no members now are missing. */
export async function groupFactsOf(
  shard: Shard,
  conversationId: string,
  userIds: readonly string[],
): Promise<Map<string, GroupFacts>> {
  if (userIds.length === 0) return new Map();
  const rows = await load(
    shard,
    userIds.map((userId) => ({ userId, conversationId })),
  );
  return new Map(rows.map((row) => [row.user_id, factsOf(row)]));
}

async function load(shard: Shard, asked: Parameters<typeof pairs>[0]): Promise<Columns[]> {
  return (await shard.pool.query<Columns>({ ...FACTS, values: pairs(asked) })).rows;
}

function factsOf({ muted_ms: mutedUntil, join_requests: joinRequests, ...row }: Columns): GroupFacts {
  const { topic, avatar, settings, visibility, archived } = row;
  return { profile: { topic, avatar, settings, visibility, archived }, mutedUntil, joinRequests };
}
