import type { Shard } from '../database.js';
import { statement } from '../repository-files.js';
import type { Tx } from '../tx.js';
import { numbers } from './literals.js';

const MENTIONED_IN = statement('mentioned_in');
const ANSWERABLE = statement('answerable');

/** The newest message that calls this person, by conversation, read or not; conversations without one are missing. */
export async function mentionedIn(shard: Shard, userId: string, ids: readonly string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const rows = await load(
    shard,
    ids.map((id) => [userId, id]),
  );
  return new Map(rows.map((row) => [row.conversation_id, Number(row.seq)]));
}

/** The newest message of one conversation that calls them, by user; those whom none calls are missing. */
export async function mentionedInOf(
  shard: Shard,
  conversationId: string,
  userIds: readonly string[],
): Promise<Map<string, number>> {
  if (userIds.length === 0) return new Map();
  const rows = await load(
    shard,
    userIds.map((userId) => [userId, conversationId]),
  );
  return new Map(rows.map((row) => [row.user_id, Number(row.seq)]));
}

type Columns = { user_id: string; conversation_id: string; seq: string };

async function load(shard: Shard, pairs: readonly (readonly [userId: string, id: string])[]): Promise<Columns[]> {
  const values = [numbers(pairs.map(([userId]) => userId)), numbers(pairs.map(([, id]) => id))];
  return (await shard.pool.query<Columns>({ ...MENTIONED_IN, values })).rows;
}

export type Answer = { userId: string; conversationId: string; seq: number };

/** Which of these may be answered, lining up with them. From inside the append lane, whose sends don't wait behind reads. */
export async function answerable(shard: Shard, answers: readonly Answer[]): Promise<boolean[]> {
  if (answers.length === 0) return [];
  const { rows } = await shard.lanes.query<{ place: number }>({
    ...ANSWERABLE,
    values: [
      numbers(answers.map(({ userId }) => userId)),
      numbers(answers.map(({ conversationId }) => conversationId)),
      numbers(answers.map(({ seq }) => seq)),
    ],
  });
  const places = new Set(rows.map(({ place }) => place));
  return answers.map((_, index) => places.has(index + 1));
}

/** Stands in `mention` for everybody. */
const ALL = '0';

/** Whom a stored message calls, each once; all stand as one. */
export function calledBy(structure: object | null): string[] {
  const { mentions = [] }: { mentions?: readonly { type: string; userId?: string }[] } = structure ?? {};
  return [...new Set(mentions.map(({ type, userId = ALL }) => (type === 'user' ? userId : ALL)))];
}

/** Whom it calls by name. */
export function namedBy(structure: object | null): string[] {
  return calledBy(structure).filter((userId) => userId !== ALL);
}

/** As append_batch does it for what is sent. */
export async function storeMentions(
  tx: Tx,
  { conversationId, seq }: { conversationId: string; seq: number },
  userIds: readonly string[],
): Promise<void> {
  if (userIds.length === 0) return;
  await tx.query(
    `insert into mention (conversation_id, user_id, seq) select $1, u, $3 from unnest($2::bigint[]) u on conflict do nothing`,
    [conversationId, userIds, seq],
  );
}
