import { SystemContent } from '@parley/contract';
import type { TimelineMessage } from '@parley/sdk';
import { dayOf } from '../../i18n/time';

/** Messages of one person within this time stand under one name. */
const GROUP_MS = 5 * 60_000;

export type TimelineRow =
  | { readonly kind: 'day'; readonly key: string; readonly at: number }
  | { readonly kind: 'new'; readonly key: string; readonly at: number }
  | { readonly kind: 'system'; readonly key: string; readonly at: number; readonly message: TimelineMessage }
  | {
      readonly kind: 'message';
      readonly key: string;
      readonly at: number;
      readonly message: TimelineMessage;
      /** Begins a group: shows who and when. */
      readonly lead: boolean;
    };

export type RowOptions = {
  /** The first message that was unread when the chat was opened. */
  readonly newFrom: number | null;
  /** The first message is not known: its day is not drawn yet, so that nothing moves when older ones come. */
  readonly hasOlder: boolean;
  /** Messages that began the window once: they keep the name they were drawn with, or the text below it would move up. */
  readonly starts?: ReadonlySet<string>;
};

/**
 * What the timeline draws, in order. Every row has a key of its own that it keeps when older messages come, and is the same object while
 * what it shows is the same: one more message draws none of the others again.
 */
export function timelineRows(messages: readonly TimelineMessage[], options: RowOptions): TimelineRow[] {
  const rows: TimelineRow[] = [];
  let before: TimelineMessage | null = null;
  let marked = beginsAfter(messages[0], options);
  for (const message of messages) {
    const newDay: boolean = before === null ? !options.hasOlder : dayOf(before.at) !== dayOf(message.at);
    if (newDay) rows.push(rowOf('day', message));
    const isNew: boolean = !marked && isFirstNew(message, options.newFrom);
    if (isNew) rows.push(rowOf('new', message));
    marked ||= isNew;
    const begins = before === null || options.starts?.has(message.key) === true || !sameGroup(before, message);
    rows.push(rowOf(isSystem(message) ? 'system' : newDay || isNew || begins ? 'lead' : 'follow', message));
    before = message;
  }
  return rows;
}

const ROWS = {
  day: ({ key, at }) => ({ kind: 'day', key: `day:${key}`, at }),
  new: ({ at }) => ({ kind: 'new', key: 'new', at }),
  system: (message) => ({ kind: 'system', key: message.key, at: message.at, message }),
  lead: (message) => ({ kind: 'message', key: message.key, at: message.at, message, lead: true }),
  follow: (message) => ({ kind: 'message', key: message.key, at: message.at, message, lead: false }),
} as const satisfies Readonly<Record<string, (message: TimelineMessage) => TimelineRow>>;

type Drawn = keyof typeof ROWS;

const made = new WeakMap<TimelineMessage, Partial<Record<Drawn, TimelineRow>>>();

function rowOf(drawn: Drawn, message: TimelineMessage): TimelineRow {
  const rows = made.get(message) ?? {};
  made.set(message, rows);
  return (rows[drawn] ??= ROWS[drawn](message));
}

/** Of a kind that this page can say; any other is shown as what has to be updated for. */
function isSystem({ content }: TimelineMessage): boolean {
  return content.type === 'system' && SystemContent.safeParse(content).success;
}

function isFirstNew(message: TimelineMessage, newFrom: number | null): boolean {
  return newFrom !== null && message.seq !== null && message.seq >= newFrom && !message.mine && !isSystem(message);
}

/** The window begins after the place of the new line: it is above what is drawn. */
function beginsAfter(first: TimelineMessage | undefined, { newFrom, hasOlder }: RowOptions): boolean {
  return hasOlder && newFrom !== null && (first?.seq ?? 0) > newFrom;
}

function sameGroup(before: TimelineMessage, message: TimelineMessage): boolean {
  return !isSystem(before) && before.senderId === message.senderId && message.at - before.at < GROUP_MS;
}

/** Where the message with this seq stands; -1: nowhere. */
export function placeOfSeq(rows: readonly TimelineRow[], seq: number): number {
  return rows.findIndex((row) => 'message' in row && row.message.seq === seq);
}

/** Where what stands right above a message begins: its day, and what is new from it on. */
export function beginOfDay(rows: readonly TimelineRow[], index: number): number {
  let begin = index;
  while (begin > 0 && !('message' in (rows[begin - 1] ?? { message: null }))) begin -= 1;
  return begin;
}

/** The newest message of mine that was read: it alone spells the state out. */
export function lastRead(messages: readonly TimelineMessage[]): string | null {
  return messages.findLast((message) => message.state === 'read')?.key ?? null;
}
