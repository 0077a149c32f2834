import type { Shard } from '../database.js';
import { groupBy } from '../group-by.js';
import { statement } from '../repository-files.js';
import { asSeenBy } from './as-seen-by.js';
import { type HeldMessages, type HeldPort, heldValues, type MaybeHeld, revOf, withHeld } from './held.js';
import { numbers } from './literals.js';
import type { MessageRow } from './message-row.js';

const BEFORE = { name: 'history_older', text: 'select * from history_older($1,$2,$3,$4,$5,$6)' };
const AFTER = { name: 'histories_newer', text: 'select * from histories_newer($1,$2,$3,$4,$5,$6,$7,$8)' };
const SEQ_BEFORE = {
  name: 'seq_before',
  text: 'select seq_before($1, to_timestamp($2::double precision / 1000)) as seq',
};
const PURGED = statement('purged_ranges');

/** A part of a timeline as one user may see it. */
export type TimelinePage = {
  conversationId: string;
  /** Of one who has left: as it was on their last day. */
  head: { seq: number; rev: number };
  /** Nothing older is served to this user. */
  firstSeq: number;
  /** Ascending. */
  messages: MessageRow[];
  /** Seqs within the page that are missing on purpose (purged, or not the user's to see); both ends included. */
  purged: { from: number; to: number }[];
  /** Whether the store holds more in the direction that was asked for. */
  hasMore: boolean;
};

const NOTHING: HeldMessages = { from: 0, rows: [] };

type PageRow = MaybeHeld & { head_seq: string; head_rev: string; first_seq: string };

/** Newest first, from before a seq or from the head; null = unknown or never a member, which look the same. */
export async function timelineBefore(
  shard: Shard,
  page: { userId: string; conversationId: string; beforeSeq: number | null; limit: number },
  port?: HeldPort,
): Promise<TimelinePage | null> {
  const { userId, conversationId, beforeSeq, limit } = page;
  const held = port?.before(conversationId, beforeSeq, limit) ?? NOTHING;
  const revs = numbers(held.rows.map((row) => (row === null ? 0 : revOf(row))));
  const { rows } = await shard.pool.query<PageRow>({
    ...BEFORE,
    values: [userId, conversationId, beforeSeq, limit, held.from, revs],
  });
  const [first] = rows;
  if (first === undefined) return null;
  const head = { seq: Number(first.head_seq), rev: Number(first.head_rev) };
  const messages = await asSeenBy(shard, withHeld(rows, held, port), { userId, untilRev: () => head.rev });
  const firstSeq = Number(first.first_seq);
  const full = messages.length === limit;
  const from = full ? (messages[0]?.seq ?? firstSeq) : firstSeq;
  const to = Math.min(head.seq, beforeSeq === null ? head.seq : beforeSeq - 1);
  const purged = (await purgedRanges(shard, userId, [{ conversationId, from, to }])).get(conversationId) ?? [];
  return { conversationId, head, firstSeq, messages, purged, hasMore: full && from > firstSeq };
}

/** Several timelines after a seq each, oldest first; unknown ones and those never the user's are missing. */
export async function timelinesAfter(
  shard: Shard,
  ask: { userId: string; after: readonly { conversationId: string; seq: number }[]; limit: number },
  port?: HeldPort,
): Promise<TimelinePage[]> {
  if (ask.after.length === 0) return [];
  const held = ask.after.map(({ conversationId, seq }) => port?.after(conversationId, seq, ask.limit) ?? NOTHING);
  const { rows } = await shard.pool.query<PageRow & { of_conversation: string }>({
    ...AFTER,
    values: [
      ask.userId,
      numbers(ask.after.map((one) => one.conversationId)),
      numbers(ask.after.map((one) => one.seq)),
      ask.limit,
      ...heldValues(held),
    ],
  });
  const byConversation = groupBy(rows, (row) => row.of_conversation);
  const pages = ask.after.flatMap(({ conversationId, seq }, index) => {
    const own = byConversation.get(conversationId);
    const first = own?.[0];
    if (own === undefined || first === undefined) return [];
    const messages = withHeld(own, held[index] ?? NOTHING, port);
    const head = { seq: Number(first.head_seq), rev: Number(first.head_rev) };
    const hasMore = messages.length === ask.limit && (messages.at(-1)?.seq ?? 0) < head.seq;
    const to = hasMore ? (messages.at(-1)?.seq ?? seq) : head.seq;
    return [
      {
        span: { conversationId, from: seq + 1, to },
        conversationId,
        head,
        firstSeq: Number(first.first_seq),
        messages,
        hasMore,
      },
    ];
  });
  const heads = new Map(pages.map(({ conversationId, head }) => [conversationId, head.rev]));
  const shown = await asSeenBy(
    shard,
    pages.flatMap(({ messages }) => messages),
    { userId: ask.userId, untilRev: ({ conversationId }) => heads.get(conversationId) ?? null },
  );
  const shownOf = groupBy(shown, ({ conversationId }) => conversationId);
  const purged = await purgedRanges(
    shard,
    ask.userId,
    pages.map((page) => page.span),
  );
  return pages.map(({ span, ...page }) => ({
    ...page,
    messages: shownOf.get(page.conversationId) ?? [],
    purged: purged.get(span.conversationId) ?? [],
  }));
}

/** The seq of the last message that was sent before a moment, whoever may see it; 0: none was. */
export async function seqBefore(shard: Shard, conversationId: string, at: number): Promise<number> {
  const { rows } = await shard.pool.query<{ seq: string }>({ ...SEQ_BEFORE, values: [conversationId, at] });
  return Number(rows[0]?.seq ?? 0);
}

type Span = { conversationId: string; from: number; to: number };

/**
 * Read after the messages: a purge in between is then declared rather than looking like a gap. So is what was said while
 * the user was away.
 */
async function purgedRanges(
  shard: Shard,
  userId: string,
  spans: readonly Span[],
): Promise<Map<string, { from: number; to: number }[]>> {
  const { rows } = await shard.pool.query<{ conversation_id: string; from_seq: string; to_seq: string }>({
    ...PURGED,
    values: [
      numbers(spans.map((span) => span.conversationId)),
      numbers(spans.map((span) => span.from)),
      numbers(spans.map((span) => span.to)),
      userId,
    ],
  });
  const ranges = new Map<string, { from: number; to: number }[]>();
  for (const [conversationId, own] of groupBy(rows, (row) => row.conversation_id)) {
    ranges.set(
      conversationId,
      own.map((row) => ({ from: Number(row.from_seq), to: Number(row.to_seq) })),
    );
  }
  return ranges;
}
