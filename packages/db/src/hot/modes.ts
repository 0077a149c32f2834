import type { FanoutMode, ModeChange } from '@parley/core';
import type { Shard } from '../database.js';
import { holdingBuckets } from '../holding-buckets.js';
import { statement } from '../repository-files.js';
import { numbers } from './literals.js';

const CHANGES = statement('mode_changes');
const WANTED = statement('heads_wanted');
const VISIBLE = statement('visible_to_all');
const AMONG = statement('members_among');
const MEMBER_IDS = statement('member_ids_after');

/** As stored. */
export const MODE_CODE: Readonly<Record<FanoutMode, number>> = { write: 0, read: 1 };

export function modeOf(code: number): FanoutMode {
  return code === MODE_CODE.read ? 'read' : 'write';
}

/** Where the fan-out mode of conversations changed, up to a seq each; without a change a conversation is missing. */
export async function modeChanges(
  shard: Shard,
  upTo: readonly { conversationId: string; to: number }[],
): Promise<Map<string, ModeChange[]>> {
  if (upTo.length === 0) return new Map();
  const { rows } = await shard.pool.query<{ conversation_id: string; from_seq: string; mode: number }>({
    ...CHANGES,
    values: [numbers(upTo.map(({ conversationId }) => conversationId)), numbers(upTo.map(({ to }) => to))],
  });
  const byConversation = Map.groupBy(rows, (row) => row.conversation_id);
  return new Map(
    [...byConversation].map(([conversationId, changes]) => [
      conversationId,
      changes.map((row) => ({ fromSeq: Number(row.from_seq), mode: modeOf(row.mode) })),
    ]),
  );
}

export type WantedHead = { userId: string; conversationId: string };

/** The conversations whose heads these people's devices are told when they sync and beat; at most `limit` each. */
export async function headsWanted(shard: Shard, userIds: readonly string[], limit: number): Promise<WantedHead[]> {
  if (userIds.length === 0) return [];
  const { rows } = await shard.pool.query<{ user_id: string; conversation_id: string }>({
    ...WANTED,
    values: [numbers(userIds), limit],
  });
  return rows.map((row) => ({ userId: row.user_id, conversationId: row.conversation_id }));
}

/** From now on these people's devices are told the head of the conversation. Idempotent. Throws StaleEpoch. */
export function wantHeads(shard: Shard, conversationId: string, userIds: readonly string[]): Promise<void> {
  return holdingBuckets(shard, userIds, async (tx) => {
    await tx.query(
      `update chat_list set by_head = true where conversation_id = $1 and user_id = any ($2::bigint[]) and not by_head`,
      [conversationId, userIds],
    );
  });
}

/** Who of these people is a member, as of an access version; null: there is no such conversation. */
export async function membersAmong(
  shard: Shard,
  conversationId: string,
  userIds: readonly string[],
): Promise<{ accessVersion: number; userIds: string[] } | null> {
  const { rows } = await shard.pool.query<{ access_version: string; user_id: string | null }>({
    ...AMONG,
    values: [conversationId, numbers(userIds)],
  });
  const [first] = rows;
  if (first === undefined) return null;
  return { accessVersion: Number(first.access_version), userIds: rows.flatMap((row) => row.user_id ?? []) };
}

/** A page of members, by id. */
export async function memberIdsAfter(
  shard: Shard,
  conversationId: string,
  { after, limit }: { after: string; limit: number },
): Promise<string[]> {
  const { rows } = await shard.pool.query<{ user_id: string }>({
    ...MEMBER_IDS,
    values: [conversationId, after, limit],
  });
  return rows.map((row) => row.user_id);
}

/** From which seq on every member may see what is said there, by conversation. */
export async function visibleToAll(shard: Shard, ids: readonly string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const { rows } = await shard.pool.query<{ conversation_id: string; from_seq: string }>({
    ...VISIBLE,
    values: [numbers(ids)],
  });
  return new Map(rows.map((row) => [row.conversation_id, Number(row.from_seq)]));
}
