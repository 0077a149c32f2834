import { numbers } from './literals.js';
import { type MaybeMessage, type MessageColumns, messageOf, type MessageRow } from './message-row.js';

/** Messages of one conversation from a seq on, as the caller holds them; null: not held. */
export type HeldMessages = { readonly from: number; readonly rows: readonly (MessageRow | null)[] };

/**
 * Messages that a process holds, so that their content needs not be read again. Who may see what, and whether what is held is
 * what is stored, is asked of the database each time: a message is taken from here by its very rev, or not at all.
 */
export type HeldPort = {
  /** What is held after a seq; a page of it, the oldest first. */
  after(conversationId: string, seq: number, limit: number): HeldMessages;
  /** What is held before a seq (null: of all); a page of it, the newest. */
  before(conversationId: string, seq: number | null, limit: number): HeldMessages;
  one(conversationId: string, seq: number): MessageRow | null;
  /** These were read from the table. */
  read(rows: readonly MessageRow[]): void;
};

export type MaybeHeld = MaybeMessage & { held: boolean | null };

/** The rev of the last thing that happened to a message: as long as it is the same, so is the message. */
export function revOf({ marks, rev }: Pick<MessageRow, 'marks' | 'rev'>): number {
  return marks?.rev ?? rev;
}

/** As array parameters: where each one's revs begin among all of them. A message that is not held has none that exists. */
export function heldValues(held: readonly HeldMessages[]): [string, string, string, string] {
  const revs = held.flatMap(({ rows }) => rows.map((row) => (row === null ? 0 : revOf(row))));
  const places: number[] = [];
  let place = 1;
  for (const { rows } of held) {
    places.push(place);
    place += rows.length;
  }
  return [
    numbers(held.map(({ from }) => from)),
    numbers(places),
    numbers(held.map(({ rows }) => rows.length)),
    numbers(revs),
  ];
}

/** Ascending by seq. What is held was sent without its content; what wasn't is told, to be held from now on. */
export function withHeld(rows: readonly MaybeHeld[], held: HeldMessages, port: HeldPort | undefined): MessageRow[] {
  const there = rows.flatMap((row) => (row.message_id === null ? [] : [row]));
  const messages = filled(there, (row) => held.rows[Number(row.seq) - held.from] ?? null, port);
  return messages.sort((a, b) => a.seq - b.seq);
}

/** In the order of the rows. */
export function filled(
  rows: readonly (MessageColumns & { held: boolean | null })[],
  heldFor: (row: MessageColumns) => MessageRow | null,
  port: HeldPort | undefined,
): MessageRow[] {
  const read: MessageRow[] = [];
  const messages = rows.map((row) => {
    if (row.held === true) return found(heldFor(row), row);
    const message = messageOf(row);
    read.push(message);
    return message;
  });
  if (read.length > 0) port?.read(read);
  return messages;
}

/**
 * Without content it must never be shown, nor be held from then on. What was replied is no part of the message: its rev says
 * nothing of it.
 */
function found(mine: MessageRow | null, { conversation_id, seq, replies = null }: MessageColumns): MessageRow {
  if (mine === null) throw new Error(`message ${conversation_id}:${seq} was not held`);
  return mine.replies === null && replies === null ? mine : { ...mine, replies };
}
