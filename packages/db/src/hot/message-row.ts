import type { Marks } from './marks.js';

/** A stored message as the statements of prisma/sql/query read it; every one names these columns. */
export type MessageRow = {
  conversationId: string;
  seq: number;
  messageId: string;
  senderId: string;
  rev: number;
  ord: number;
  clientMsgId: string;
  kind: number;
  contentVersion: number;
  text: string | null;
  structure: object | null;
  /** null: nothing happened to it since it was sent. */
  marks: Marks | null;
  sentAt: number;
  /** Of a reply: the message that its thread hangs on, and its number there. */
  thread: { seq: number; ord: number } | null;
  /** Of what is served as a part of a timeline; null: nothing was replied, or nothing is said of it. */
  replies: StoredReplies | null;
};

/** What was said in the thread of a message. */
export type StoredReplies = { count: number; lastSeq: number; lastAt: number; userIds: string[] };

export type MessageColumns = {
  conversation_id: string;
  seq: string;
  message_id: string;
  sender_id: string;
  rev: string;
  ord: string;
  client_msg_id: string;
  kind: number;
  content_version: number;
  text: string | null;
  structure: object | null;
  marks: Marks | null;
  sent_ms: number;
  thread_seq: string | null;
  thread_ord: string | null;
  replies?: StoredReplies | null;
};

export function messageOf(row: MessageColumns): MessageRow {
  return {
    conversationId: row.conversation_id,
    seq: Number(row.seq),
    messageId: row.message_id,
    senderId: row.sender_id,
    rev: Number(row.rev),
    ord: Number(row.ord),
    clientMsgId: row.client_msg_id,
    kind: row.kind,
    contentVersion: row.content_version,
    text: row.text,
    structure: row.structure,
    marks: row.marks,
    sentAt: row.sent_ms,
    thread: row.thread_seq === null ? null : { seq: Number(row.thread_seq), ord: Number(row.thread_ord) },
    replies: row.replies ?? null,
  };
}

/** Of a left join: the message may be missing. */
export type MaybeMessage = MessageColumns | { [K in keyof MessageColumns]: null };

/** Ascending by seq, whatever order the plan gave. */
export function messagesOf(rows: readonly MaybeMessage[]): MessageRow[] {
  return rows.flatMap((row) => (row.message_id === null ? [] : [messageOf(row)])).sort((a, b) => a.seq - b.seq);
}
