import type { Shard } from '../database.js';
import { MESSAGE_KIND } from '../codes.js';
import { numbers } from './literals.js';
import type { MessageRow } from './message-row.js';

type VersionColumns = {
  conversation_id: string;
  seq: string;
  version: number;
  text: string | null;
  structure: object | null;
};

export type Reader<T> = {
  userId: string;
  /** The last change of the message's conversation that is theirs to see; null: a member now, all of them. */
  untilRev: (row: T) => number | null;
};

/** Messages as this reader may see them. Costs nothing where nothing happened to the messages. */
export async function asSeenBy<T extends MessageRow>(
  shard: Shard,
  rows: readonly T[],
  reader: Reader<T>,
): Promise<T[]> {
  return withOwnReactions(shard, await asOf(shard, rows, reader), reader.userId);
}

/** What was edited, recalled, reacted to or pinned after somebody left is shown to them as it was then, without marks. */
async function asOf<T extends MessageRow>(shard: Shard, rows: readonly T[], { untilRev }: Reader<T>): Promise<T[]> {
  const later = rows.filter((row) => row.marks !== null && row.marks.rev > (untilRev(row) ?? Number.MAX_SAFE_INTEGER));
  if (later.length === 0) return [...rows];
  const before = await versionsBefore(shard, later, untilRev);
  return rows.map((row) => {
    if (!later.includes(row)) return row;
    const version = before.get(`${row.conversationId}:${row.seq}`);
    if (version === undefined) return { ...row, marks: null };
    // A message that was recalled since said something then.
    return { ...row, ...version, kind: MESSAGE_KIND.text, contentVersion: 1, marks: null };
  });
}

/** The oldest version that was replaced after the rev is what stood there then; none: the content is still the same. */
async function versionsBefore<T extends MessageRow>(
  shard: Shard,
  rows: readonly T[],
  untilRev: (row: T) => number | null,
): Promise<Map<string, { text: string | null; structure: object | null }>> {
  const found = await shard.pool.query<VersionColumns>({
    name: 'versions_as_of',
    text: `select distinct on (v.conversation_id, v.seq) v.conversation_id, v.seq, v.version, v.text, v.structure
             from unnest($1::bigint[], $2::bigint[], $3::bigint[]) k(c, s, r)
             join message_version v on v.conversation_id = k.c and v.seq = k.s and v.rev > k.r
            order by v.conversation_id, v.seq, v.version`,
    values: [
      numbers(rows.map(({ conversationId }) => conversationId)),
      numbers(rows.map(({ seq }) => seq)),
      numbers(rows.map((row) => untilRev(row) ?? 0)),
    ],
  });
  return new Map(
    found.rows.map(({ conversation_id, seq, text, structure }) => [`${conversation_id}:${seq}`, { text, structure }]),
  );
}

type Own = { conversation_id: string; seq: string; emoji: string };

/** Where more reacted than are named, the reader is named if they are one of them. */
async function withOwnReactions<T extends MessageRow>(shard: Shard, rows: readonly T[], userId: string): Promise<T[]> {
  const cut = rows.filter(
    ({ marks }) => marks?.reactions?.some(({ count, userIds }) => count > userIds.length) === true,
  );
  if (cut.length === 0) return [...rows];
  const found = await shard.pool.query<Own>({
    name: 'own_reactions',
    text: `select r.conversation_id, r.seq, r.emoji from unnest($1::bigint[], $2::bigint[]) k(c, s)
             join reaction r on r.conversation_id = k.c and r.seq = k.s and r.user_id = $3`,
    values: [numbers(cut.map(({ conversationId }) => conversationId)), numbers(cut.map(({ seq }) => seq)), userId],
  });
  const mine = new Set(found.rows.map((own) => `${own.conversation_id}:${own.seq}:${own.emoji}`));
  return rows.map((row) => {
    const { conversationId, seq, marks } = row;
    if (marks?.reactions === undefined || !cut.includes(row)) return row;
    const reactions = marks.reactions.map((reaction) => {
      const { emoji, userIds } = reaction;
      if (!mine.has(`${conversationId}:${seq}:${emoji}`) || userIds.includes(userId)) return reaction;
      return { ...reaction, userIds: [userId, ...userIds] };
    });
    return { ...row, marks: { ...marks, reactions } };
  });
}
