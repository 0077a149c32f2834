import type { Shard } from '@parley/db';
import type { PendingSend } from './pending-send.js';

type Row = {
  message_id: string;
  seq: string;
  rev: string;
  ord: string;
  sent_ms: number;
  thread_ord: string | null;
  same: boolean;
};

const RETRY = `
select message_id, seq, rev, ord, round(date_part('epoch', sent_at) * 1000)::float8 as sent_ms,
       thread_ord, thread_seq is not distinct from $6
         and (content_version > 1 or (text is not distinct from $4 and structure is not distinct from $5::text::jsonb)) as same
  from message where conversation_id = $1 and sender_id = $2 and client_msg_id = $3
union all
select message_id, seq, rev, ord, round(date_part('epoch', sent_at) * 1000)::float8, null, true
  from purged_key where conversation_id = $1 and sender_id = $2 and client_msg_id = $3`;

export type StoredSend = {
  messageId: string;
  seq: number;
  rev: number;
  ord: number;
  sentAt: number;
  threadOrd?: number;
};

/** The first answer to a send that was stored before, for one who may not post any more. */
export async function findRetry(
  shard: Shard,
  { actor, input, columns }: Pick<PendingSend, 'actor' | 'input' | 'columns'>,
): Promise<StoredSend | null> {
  const result = await shard.lanes.query<Row>({
    name: 'message_retry',
    text: RETRY,
    values: [
      input.conversationId,
      actor.userId,
      input.clientMsgId,
      columns.text,
      columns.structure === null ? null : JSON.stringify(columns.structure),
      columns.threadSeq,
    ],
  });
  const [row] = result.rows;
  return row?.same === true ? sendOf(row) : null;
}

const FORWARD = `
select message_id, seq, rev, ord, round(date_part('epoch', sent_at) * 1000)::float8 as sent_ms,
       thread_ord, coalesce(structure -> 'from' = $4::text::jsonb, false) as same
  from message where conversation_id = $1 and sender_id = $2 and client_msg_id = $3
union all
select message_id, seq, rev, ord, round(date_part('epoch', sent_at) * 1000)::float8, null, true
  from purged_key where conversation_id = $1 and sender_id = $2 and client_msg_id = $3`;

type ForwardKey = { conversationId: string; senderId: string; clientMsgId: string; from: object };

/** The first forward under this key; `other`: the key stands for something else. */
export async function findForward(shard: Shard, key: ForwardKey): Promise<StoredSend | 'other' | null> {
  const { conversationId, senderId, clientMsgId, from } = key;
  const result = await shard.pool.query<Row>({
    name: 'forward_retry',
    text: FORWARD,
    values: [conversationId, senderId, clientMsgId, JSON.stringify(from)],
  });
  const [row] = result.rows;
  if (row === undefined) return null;
  return row.same ? sendOf(row) : 'other';
}

function sendOf(row: Row): StoredSend {
  return {
    messageId: row.message_id,
    seq: Number(row.seq),
    rev: Number(row.rev),
    ord: Number(row.ord),
    sentAt: row.sent_ms,
    ...(row.thread_ord === null ? {} : { threadOrd: Number(row.thread_ord) }),
  };
}
