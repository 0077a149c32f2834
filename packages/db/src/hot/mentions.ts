import type { Shard } from '../database.js';
import { statement } from '../repository-files.js';
import type { Tx } from '../tx.js';
import { booleans, numbers, pairs } from './literals.js';

const MENTIONED_IN = statement('mentioned_in');
const ANSWERABLE = statement('answerable');

export type Called = { userId: string; conversationId: string };

/** The newest message that calls each of these there, read or not, lining up with them; 0: none does. */
export async function mentionedIn(shard: Shard, asks: readonly Called[]): Promise<number[]> {
  if (asks.length === 0) return [];
  const { rows } = await shard.pool.query<{ place: number; seq: string }>({
    ...MENTIONED_IN,
    values: pairs(asks),
  });
  const found = new Map(rows.map(({ place, seq }) => [place, Number(seq)]));
  return asks.map((_, index) => found.get(index + 1) ?? 0);
}

/** `inThread`: it is to be said in the thread of the message, not beside a quote of it. */
export type Answer = { userId: string; conversationId: string; seq: number; inThread: boolean };

/** Which of these may be answered, lining up with them. `lanes`: from inside the append lane, whose sends don't wait behind reads. */
export async function answerable(shard: Shard, answers: readonly Answer[], via: 'pool' | 'lanes'): Promise<boolean[]> {
  if (answers.length === 0) return [];
  const { rows } = await shard[via].query<{ place: number }>({
    ...ANSWERABLE,
    values: [
      numbers(answers.map(({ userId }) => userId)),
      numbers(answers.map(({ conversationId }) => conversationId)),
      numbers(answers.map(({ seq }) => seq)),
      booleans(answers.map(({ inThread }) => inThread)),
    ],
  });
  const places = new Set(rows.map(({ place }) => place));
  return answers.map((_, index) => places.has(index + 1));
}

/** Stands in `mention` for everybody. */
const ALL = '0';

type Stored = { mentions?: readonly { type: string; userId?: string }[] };

/** Whom a stored message calls, each once; all stand as one. Those who are called in a thread together are who follows it. */
export function calledBy(structure: object | null, inThread: boolean): string[] {
  const { mentions = [] }: Stored = structure ?? {};
  const all = !inThread && mentions.some(({ type }) => type !== 'user');
  return [...namedBy(structure), ...(all ? [ALL] : [])];
}

/** Whom it calls by name, each once. */
export function namedBy(structure: object | null): string[] {
  const { mentions = [] }: Stored = structure ?? {};
  return [
    ...new Set(mentions.flatMap(({ type, userId }) => (type === 'user' && userId !== undefined ? [userId] : []))),
  ];
}

/** As append_messages does it for what is sent. */
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
