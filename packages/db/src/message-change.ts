import type { LockedConversation } from './conversation-change.js';
import type { Marks } from './hot/marks.js';
import { calledBy, namedBy, storeMentions } from './hot/mentions.js';
import { messageOf, type MessageColumns, type MessageRow } from './hot/message-row.js';
import { insertOutbox, type OutboxPayloads } from './outbox.js';
import type { Tx } from './tx.js';

/** change.kind; only ever added to. */
export const CHANGE_KIND = { edit: 1, recall: 2, reaction: 3, pin: 4 } as const;
export type ChangeKind = keyof typeof CHANGE_KIND;

/** A message as a member may see it now, under the lock of its conversation; null for anybody else. */
export async function visibleMessage(
  tx: Tx,
  { conversationId, userId, seq }: { conversationId: string; userId: string; seq: number },
): Promise<MessageRow | null> {
  const [row] = await tx.query<MessageColumns>(
    `select m.conversation_id::text, m.seq::text, m.message_id::text, m.sender_id::text, m.rev::text, m.ord::text, m.client_msg_id,
            m.kind, m.content_version, m.text, m.structure, m.marks, round(date_part('epoch', m.sent_at) * 1000) as sent_ms,
            m.thread_seq::text, m.thread_ord::text
       from message m
       join conversation c on c.id = m.conversation_id
      where m.conversation_id = $1 and m.seq = $2 and m.seq >= c.served_from_seq
        and (c.served_from_at is null or m.sent_at >= c.served_from_at)
        and exists (select 1 from member x where x.conversation_id = $1 and x.user_id = $3)
        and not exists (select 1 from message_hidden h where h.conversation_id = $1 and h.user_id = $3 and h.seq = $2)
        and exists (select 1 from member_interval i
                     where i.conversation_id = $1 and i.user_id = $3 and i.visible_from <= $2 and coalesce(i.left_seq, $2) >= $2)`,
    [conversationId, seq, userId],
  );
  return row === undefined ? null : messageOf(row);
}

export type MessageChange = {
  kind: ChangeKind;
  message: MessageRow;
  actorId: string;
  now: Date;
  outboxId: string;
  /** Another one, of the row that tells whom a changed reply calls. */
  threadOutboxId: string;
  /** What stands beside the content afterwards; its rev is allotted here. */
  marks: Omit<Marks, 'rev'>;
  /** New content; what was there is kept as a version. */
  content?: { kind: number; text: string | null; structure: object | null };
};

/**
 * Stores what happened to a message, in the transaction that holds its conversation's head: the next rev, the message as it
 * is now, the change, and the outbox row that tells the members.
 */
export async function storeMessageChange(
  tx: Tx,
  { conversationId, head, mode }: Pick<LockedConversation, 'conversationId' | 'head' | 'mode'>,
  change: MessageChange,
): Promise<{ message: MessageRow; payload: OutboxPayloads['change'] }> {
  const { kind, message, actorId, now, outboxId, content } = change;
  const { seq } = message;
  const rev = head.rev + 1;
  const marks: Marks = { ...change.marks, rev };
  await tx.query('update conversation_head set rev = $2 where conversation_id = $1', [conversationId, rev]);
  if (content !== undefined) {
    await tx.query(
      `insert into message_version (conversation_id, seq, version, edited_by, edited_at, text, structure, rev)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [conversationId, seq, message.contentVersion, actorId, now, message.text, json(message.structure), rev],
    );
  }
  const next = {
    ...message,
    ...content,
    contentVersion: message.contentVersion + (content === undefined ? 0 : 1),
    marks,
  };
  await tx.query(
    `update message set kind = $3, text = $4, structure = $5, content_version = $6, marks = $7
      where conversation_id = $1 and seq = $2`,
    [conversationId, seq, next.kind, next.text, json(next.structure), next.contentVersion, JSON.stringify(marks)],
  );
  if (content !== undefined) {
    await moveMentions(tx, message, content.structure);
    await followByMention(tx, message, { structure: content.structure, outboxId: change.threadOutboxId });
  }
  await tx.query('insert into change (conversation_id, rev, seq, actor_id, at, kind) values ($1, $2, $3, $4, $5, $6)', [
    conversationId,
    rev,
    seq,
    actorId,
    now,
    CHANGE_KIND[kind],
  ]);
  // Those whom it named before hear that it doesn't any more.
  const called =
    content === undefined ? [] : [...new Set([...namedBy(message.structure), ...namedBy(content.structure)])];
  const payload = { conversationId, seq, rev, actorId, mode, called };
  await insertOutbox(tx, { id: outboxId, kind: 'change', payload });
  return { message: next, payload };
}

/** Whom the message called is not called any more, unless what it says now calls them too. */
async function moveMentions(
  tx: Tx,
  { conversationId, seq, structure, thread }: MessageRow,
  next: object | null,
): Promise<void> {
  const before = calledBy(structure, thread !== null);
  if (before.length > 0) {
    await tx.query('delete from mention where conversation_id = $1 and user_id = any ($2::bigint[]) and seq = $3', [
      conversationId,
      before,
      seq,
    ]);
  }
  await storeMentions(tx, { conversationId, seq }, calledBy(next, thread !== null));
}

/** As append_messages does it for what is sent: whom a reply calls follows its thread. Rare, so the worker tells them. */
async function followByMention(
  tx: Tx,
  { conversationId, thread, structure: before }: MessageRow,
  { structure, outboxId }: { structure: object | null; outboxId: string },
): Promise<void> {
  if (thread === null) return;
  const known = new Set(namedBy(before));
  const called = namedBy(structure).filter((userId) => !known.has(userId));
  if (called.length === 0) return;
  const { seq } = thread;
  await tx.query(
    `insert into thread_mark as t (conversation_id, seq, user_id, version, following)
     select $1, $2, u, 1, true from unnest($3::bigint[]) u
         on conflict (conversation_id, seq, user_id) do update
        set following = true, version = t.version + (not t.following)::int`,
    [conversationId, seq, called],
  );
  const payload = called.map((userId) => ({ conversationId, seq, userId }));
  await insertOutbox(tx, { id: outboxId, kind: 'thread', payload, handOverMs: 0 });
}

function json(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value);
}
