import pg from 'pg';
import type { Crowd } from './crowd.js';

/** What a fault did to the messages; everything but the first two must be 0. */
export type Verdict = {
  acked: number;
  found: number;
  lost: number;
  duplicated: number;
  outOfOrder: number;
  holes: number;
  /** Places that an inbox lacks or has twice. */
  inbox: number;
  /** Replies out of their order, or threads of which a device that follows was told otherwise. */
  threads: number;
  /** Sends that a device gave up, or was told something else of than what is stored. */
  wrong: number;
};

export type Row = {
  conversation_id: string;
  seq: number;
  message_id: string;
  sender_id: string;
  client_msg_id: string;
  text: string;
  thread_ord: number | null;
};
type Entry = { user_id: string; inbox_seq: number; seq: number | null; kind: number };
type Head = { user_id: string; inbox_seq: number };

/** What the shards hold, asked of them directly and not of the server that is on trial. */
export class Truth {
  private constructor(
    readonly messages: Map<string, Row[]>,
    readonly entries: Map<string, Entry[]>,
    readonly heads: Map<string, number>,
    /** Who follows the thread of their conversation. */
    private readonly following: ReadonlySet<string>,
  ) {}

  static async read(shardUrls: readonly string[], crowd: Crowd): Promise<Truth> {
    const conversations = [...new Set(crowd.members.map(({ session }) => session.conversationId))];
    const users = crowd.members.map(({ session }) => session.userId);
    const messages: Row[] = [];
    const entries: Entry[] = [];
    const heads: Head[] = [];
    const following: { user_id: string }[] = [];
    for (const url of shardUrls) {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      try {
        const message = `select conversation_id, seq::int, message_id, sender_id, client_msg_id, text, thread_ord::int from message
                          where conversation_id = any ($1::bigint[]) order by conversation_id, seq`;
        const entry = `select user_id, inbox_seq::int, seq::int, kind from inbox_entry
                        where user_id = any ($1::bigint[]) order by user_id, inbox_seq`;
        const head = 'select user_id, inbox_seq::int from inbox_head where user_id = any ($1::bigint[])';
        messages.push(...(await client.query<Row>(message, [conversations])).rows);
        entries.push(...(await client.query<Entry>(entry, [users])).rows);
        const mark = 'select user_id from thread_mark where user_id = any ($1::bigint[]) and following';
        following.push(...(await client.query<{ user_id: string }>(mark, [users])).rows);
        heads.push(...(await client.query<Head>(head, [users])).rows);
      } finally {
        await client.end();
      }
    }
    return new Truth(
      Map.groupBy(messages, (row) => row.conversation_id),
      Map.groupBy(entries, (row) => row.user_id),
      new Map(heads.map((row) => [row.user_id, row.inbox_seq])),
      new Set(following.map((row) => row.user_id)),
    );
  }

  /** Whether every device shows what is stored, who follows knows the thread, nothing waits for an ack, and every inbox is fanned out. */
  isReached(crowd: Crowd): boolean {
    return crowd.members.every(({ session, seen, waiting, replies }) => {
      const stored = this.messages.get(session.conversationId)?.length ?? 0;
      if (replies !== this.repliesFor(session)) return false;
      // By the messages in it: other entries than these move its head, too.
      const entries = this.entries.get(session.userId) ?? [];
      return waiting === 0 && seen.size === stored && inboxFaults(entries, stored) === 0;
    });
  }

  /** How many one has to know of. */
  private repliesFor({ userId, conversationId }: { userId: string; conversationId: string }): number {
    const replies = (this.messages.get(conversationId) ?? []).filter((row) => row.thread_ord !== null);
    return this.following.has(userId) ? replies.length : 0;
  }

  /** Whether the cursor of every device stands at the head of its inbox. */
  isCovered(crowd: Crowd): boolean {
    return crowd.members.every(({ session, client }) => client.cursor?.inboxSeq === this.heads.get(session.userId));
  }

  judge(crowd: Crowd): Verdict {
    const verdict = {
      acked: 0,
      found: 0,
      lost: 0,
      duplicated: 0,
      outOfOrder: 0,
      holes: 0,
      inbox: 0,
      threads: 0,
      wrong: 0,
    };
    for (const rows of this.messages.values()) {
      verdict.duplicated += rows.length - new Set(rows.map((row) => `${row.sender_id}/${row.client_msg_id}`)).size;
      verdict.duplicated += rows.length - new Set(rows.map((row) => row.text)).size;
      verdict.holes += rows.filter((row, index) => row.seq !== index + 1).length;
      verdict.outOfOrder += disorder(rows);
      const ords = rows.flatMap((row) => row.thread_ord ?? []);
      verdict.threads += ords.filter((ord, index) => ord !== index + 1).length;
    }
    for (const { conversationId, clientMsgId, sent } of crowd.acks) {
      verdict.acked += 1;
      const row = this.messages.get(conversationId)?.[sent.seq - 1];
      if (row === undefined || row.client_msg_id !== clientMsgId) verdict.lost += 1;
      else if (row.message_id !== sent.messageId) verdict.wrong += 1;
      else verdict.found += 1;
    }
    for (const { session, seen, twice, failures, replies } of crowd.members) {
      if (replies !== this.repliesFor(session)) verdict.threads += 1;
      verdict.duplicated += twice;
      verdict.wrong += failures.length;
      const rows = this.messages.get(session.conversationId) ?? [];
      verdict.wrong += rows.filter((row) => seen.get(row.seq)?.messageId !== row.message_id).length;
      verdict.inbox += inboxFaults(this.entries.get(session.userId) ?? [], rows.length);
    }
    return verdict;
  }
}

/** Each device numbers its messages as it sends them. */
function disorder(rows: readonly Row[]): number {
  const last = new Map<string, number>();
  let wrong = 0;
  for (const { sender_id: sender, text } of rows) {
    const number = Number(text.split(' ')[1]);
    if (number <= (last.get(sender) ?? 0)) wrong += 1;
    last.set(sender, Math.max(number, last.get(sender) ?? 0));
  }
  return wrong;
}

function inboxFaults(entries: readonly Entry[], stored: number): number {
  const holes = entries.filter((entry, index) => entry.inbox_seq !== index + 1).length;
  const seqs = entries.flatMap(({ kind, seq }) => (kind === 1 && seq !== null ? [seq] : []));
  const distinct = new Set(seqs).size;
  return holes + (seqs.length - distinct) + Math.abs(stored - distinct);
}
