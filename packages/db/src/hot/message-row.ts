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
};

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
  };
}

/** Of a left join: the message may be missing. */
export type MaybeMessage = MessageColumns | { [K in keyof MessageColumns]: null };

/** Ascending by seq, whatever order the plan gave. */
export function messagesOf(rows: readonly MaybeMessage[]): MessageRow[] {
  return rows.flatMap((row) => (row.message_id === null ? [] : [messageOf(row)])).sort((a, b) => a.seq - b.seq);
}
