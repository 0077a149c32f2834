import { type HeldMessages, type HeldPort, type MessageRow, revOf } from '@parley/db';

export type HotBounds = {
  /** Of one conversation, the newest. */
  perConversation: number;
  /** Of all together. */
  entries: number;
  bytes: number;
  /** What nobody said anything in, or asked for, for so long is not held any longer. */
  idleMs: number;
};

export const HOT: HotBounds = { perConversation: 200, entries: 20_000, bytes: 32 * 1024 * 1024, idleMs: 5 * 60_000 };

/** Of a row beside its text. */
const ROW_BYTES = 400;

/** From `from` on without gaps; null: said through another process, and not read here yet. */
type Conversation = { from: number; rows: (MessageRow | null)[]; bytes: number; count: number; usedAt: number };

const NOTHING: HeldMessages = { from: 0, rows: [] };

/**
 * The newest messages of the read-mode conversations that are spoken in, held after their commit: when a head is told, thousands
 * pull the same few messages at the same moment. Nothing here says who may see a message, or that it is still so: the statement
 * that answers the pull does, by rev (docs/adr/0011-hot-messages.md). Bounded; the conversation used longest ago goes first.
 */
export class HotMessages implements HeldPort {
  private readonly conversations = new Map<string, Conversation>();
  private bytes = 0;
  private count = 0;
  private sweptAt: number;

  constructor(
    private readonly bounds: HotBounds,
    private readonly now: () => number,
  ) {
    this.sweptAt = now();
  }

  get size(): { entries: number; bytes: number } {
    return { entries: this.count, bytes: this.bytes };
  }

  /** A message was stored: from now on its conversation is held. */
  said(row: MessageRow): void {
    this.sweep();
    const known = this.use(row.conversationId);
    const held = known ?? { from: row.seq, rows: [], bytes: 0, count: 0, usedAt: this.now() };
    if (known === undefined) this.conversations.set(row.conversationId, held);
    this.put(held, row);
    this.shrink();
  }

  /** Read from the table; of conversations that nobody speaks in nothing is held. */
  read(rows: readonly MessageRow[]): void {
    for (const row of rows) {
      const held = this.conversations.get(row.conversationId);
      if (held !== undefined) this.put(held, row);
    }
    this.shrink();
  }

  after(conversationId: string, seq: number, limit: number): HeldMessages {
    const held = this.use(conversationId);
    if (held === undefined) return NOTHING;
    const from = Math.max(held.from, seq + 1);
    return { from, rows: held.rows.slice(from - held.from, from - held.from + limit) };
  }

  before(conversationId: string, seq: number | null, limit: number): HeldMessages {
    const held = this.use(conversationId);
    if (held === undefined) return NOTHING;
    const to = Math.max(held.from, Math.min(seq ?? Number.MAX_SAFE_INTEGER, held.from + held.rows.length));
    const from = Math.max(held.from, to - limit);
    return { from, rows: held.rows.slice(from - held.from, to - held.from) };
  }

  one(conversationId: string, seq: number): MessageRow | null {
    const held = this.conversations.get(conversationId);
    return held?.rows[seq - held.from] ?? null;
  }

  /** Into its place; what lies between and is not held stays open, what is beyond the bound at the old end goes. */
  private put(held: Conversation, row: MessageRow): void {
    const { perConversation } = this.bounds;
    const newest = Math.max(row.seq, held.from + held.rows.length - 1);
    const lowest = Math.max(1, newest - perConversation + 1);
    if (row.seq < lowest) return;
    while (held.rows.length > 0 && held.from < lowest) this.dropFirst(held);
    if (held.rows.length === 0) held.from = row.seq;
    while (held.from > row.seq) {
      held.rows.unshift(null);
      held.from -= 1;
    }
    while (held.from + held.rows.length <= row.seq) held.rows.push(null);
    const at = row.seq - held.from;
    const old = held.rows[at] ?? null;
    // A reader's snapshot may be older than what was stored since.
    if (old !== null && revOf(old) >= revOf(row)) return;
    this.account(held, old, -1);
    held.rows[at] = row;
    this.account(held, row, 1);
  }

  private dropFirst(held: Conversation): void {
    this.account(held, held.rows.shift() ?? null, -1);
    held.from += 1;
  }

  private account(held: Conversation, row: MessageRow | null, sign: 1 | -1): void {
    if (row === null) return;
    const bytes = sign * bytesOf(row);
    held.bytes += bytes;
    held.count += sign;
    this.bytes += bytes;
    this.count += sign;
  }

  /** The newest place in the order of use. */
  private use(conversationId: string): Conversation | undefined {
    const held = this.conversations.get(conversationId);
    if (held === undefined) return undefined;
    held.usedAt = this.now();
    this.conversations.delete(conversationId);
    this.conversations.set(conversationId, held);
    return held;
  }

  private shrink(): void {
    const { entries, bytes } = this.bounds;
    while (this.count > entries || this.bytes > bytes) {
      const [oldest] = this.conversations.keys();
      if (oldest === undefined) return;
      this.forget(oldest);
    }
  }

  private sweep(): void {
    const now = this.now();
    if (now - this.sweptAt < this.bounds.idleMs / 5) return;
    this.sweptAt = now;
    for (const [conversationId, { usedAt }] of this.conversations) {
      if (now - usedAt <= this.bounds.idleMs) return;
      this.forget(conversationId);
    }
  }

  private forget(conversationId: string): void {
    const held = this.conversations.get(conversationId);
    this.conversations.delete(conversationId);
    this.bytes -= held?.bytes ?? 0;
    this.count -= held?.count ?? 0;
  }
}

function bytesOf({ text, structure, marks }: MessageRow): number {
  const length = (part: object | null): number => (part === null ? 0 : JSON.stringify(part).length);
  return ROW_BYTES + 2 * ((text?.length ?? 0) + length(structure) + length(marks));
}
