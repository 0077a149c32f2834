import type { FanoutMode } from '@parley/core';
import { MESSAGE_KIND } from './codes.js';
import type { Shard } from './database.js';
import type { StoredProfile } from './hot/group-facts.js';
import { holdingBuckets } from './holding-buckets.js';
import { MODE_CODE, modeOf } from './hot/modes.js';
import { insertOutbox, type OutboxPayloads } from './outbox.js';
import type { Tx } from './tx.js';

/** A conversation whose head is locked: nobody sends to it or changes it until the transaction ends. */
export type LockedConversation = {
  conversationId: string;
  kind: string;
  name: string | null;
  memberCount: number;
  profile: StoredProfile;
  head: { seq: number; rev: number; ord: number };
  /** Of the next message. */
  mode: FanoutMode;
};

type Columns = StoredProfile & {
  kind: string;
  name: string | null;
  member_count: number;
  seq: string;
  rev: string;
  ord: string;
  mode: number;
};

/**
 * One transaction that changes a conversation: its bucket is held with the epoch of the map, its head is locked. null: there
 * is no such conversation here, or not any more. Throws StaleEpoch.
 */
export function changingConversation<T>(
  shard: Shard,
  conversationId: string,
  work: (tx: Tx, locked: LockedConversation) => Promise<T>,
): Promise<T | null> {
  return holdingBuckets(shard, [conversationId], async (tx) => {
    await tx.query("set local lock_timeout = '2s'");
    await tx.query('select 1 from conversation_head where conversation_id = $1 for update', [conversationId]);
    // A statement of its own: one that waited for the lock would see the conversation as it was before it waited.
    const [row] = await tx.query<Columns>(
      `select c.kind, c.name, c.member_count, c.topic, c.avatar, c.settings, c.visibility,
              c.archived_at is not null as archived, h.seq, h.rev, h.ord, h.mode
         from conversation_head h join conversation c on c.id = h.conversation_id
        where h.conversation_id = $1 and c.dissolved_at is null`,
      [conversationId],
    );
    if (row === undefined) return null;
    const { kind, name, member_count: memberCount, seq, rev, ord } = row;
    const head = { seq: Number(seq), rev: Number(rev), ord: Number(ord) };
    const { topic, avatar, settings, visibility, archived } = row;
    const profile = { topic, avatar, settings, visibility, archived };
    return work(tx, { conversationId, kind, name, memberCount, profile, head, mode: modeOf(row.mode) });
  });
}

/** When the mode became what it is; null: it has never changed. */
export async function modeSince(tx: Tx, conversationId: string): Promise<Date | null> {
  const [row] = await tx.query<{ at: Date }>(
    'select at from fanout_mode where conversation_id = $1 order by from_seq desc limit 1',
    [conversationId],
  );
  return row?.at ?? null;
}

/** So many say enough of how busy a conversation is. */
const COUNTED = 1_000;

/** How many messages were stored since then, through whichever process; 1,000 at most. */
export async function saidSince(
  tx: Tx,
  { conversationId, head }: Pick<LockedConversation, 'conversationId' | 'head'>,
  since: Date,
): Promise<number> {
  const [row] = await tx.query<{ said: number }>(
    'select count(*)::int as said from message where conversation_id = $1 and seq > $2 and sent_at > $3',
    [conversationId, head.seq - COUNTED, since],
  );
  return row?.said ?? 0;
}

/**
 * The next message on is fanned out by another mode. In a transaction that holds the head's lock: a send that was on its way
 * under the mode before is refused by the rights' version and comes again. `outboxId`: of the row that tells the members' devices.
 */
export async function changeMode(
  tx: Tx,
  { conversationId, head }: Pick<LockedConversation, 'conversationId' | 'head'>,
  { mode, now, outboxId }: { mode: FanoutMode; now: Date; outboxId: string },
): Promise<void> {
  await tx.query(
    'update conversation_head set mode = $2, access_version = access_version + 1 where conversation_id = $1',
    [conversationId, MODE_CODE[mode]],
  );
  await tx.query(
    `insert into fanout_mode (conversation_id, from_seq, at, mode) values ($1, $2, $3, $4)
     on conflict (conversation_id, from_seq) do update set mode = excluded.mode, at = excluded.at`,
    [conversationId, head.seq + 1, now, MODE_CODE[mode]],
  );
  if (mode === 'read') await insertOutbox(tx, { id: outboxId, kind: 'mode', payload: { conversationId } });
}

export type SystemMessage = {
  messageId: string;
  actorId: string;
  now: Date;
  structure: object;
};

/**
 * Tells what was just changed, in the transaction that changes it: the next message of the timeline, the rights' next
 * version, and the outbox row that brings it to the members. Counts as nothing unread.
 */
export async function tellChange(
  tx: Tx,
  locked: Pick<LockedConversation, 'conversationId' | 'head'>,
  message: SystemMessage & { outboxId: string; added: readonly string[]; removed: readonly string[] },
): Promise<OutboxPayloads['group']> {
  const { outboxId, added, removed } = message;
  const seq = await storeSystemMessage(tx, locked, message);
  const payload = { conversationId: locked.conversationId, seq, added: [...added], removed: [...removed] };
  await insertOutbox(tx, { id: outboxId, kind: 'group', payload });
  return payload;
}

/** The next message of the timeline and the rights' next version, without an outbox row; its seq. */
export async function storeSystemMessage(
  tx: Tx,
  { conversationId, head }: Pick<LockedConversation, 'conversationId' | 'head'>,
  { messageId, actorId, now, structure }: SystemMessage,
): Promise<number> {
  const seq = head.seq + 1;
  const [told] = await tx.query<{ sent_at: Date }>(
    `update conversation_head
        set seq = seq + 1, rev = rev + 1, access_version = access_version + 1, last_sent_at = greatest(last_sent_at, $2)
      where conversation_id = $1 returning last_sent_at as sent_at`,
    [conversationId, now],
  );
  await tx.query(
    `insert into message (conversation_id, seq, message_id, sender_id, rev, ord, sent_at, kind, client_msg_id, structure)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      conversationId,
      seq,
      messageId,
      actorId,
      head.rev + 1,
      head.ord,
      told?.sent_at ?? now,
      MESSAGE_KIND.system,
      `system_${messageId}`,
      JSON.stringify(structure),
    ],
  );
  return seq;
}
