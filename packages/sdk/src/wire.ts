import {
  type Ack,
  CLIENT_EVENTS,
  type ClientAck,
  type ClientEvent,
  ENTRIES,
  EventFrame,
  type InboxEntry,
  isKnownEntry,
  ParleyError,
  TimelineFrame,
  UnknownEntry,
} from '@parley/contract';
import { wireErrorOf } from './errors.js';

/** A page or frame whose entries may hold kinds that this build doesn't know. */
export type Loose<T extends { entries: unknown[] }> = Omit<T, 'entries'> & { entries: InboxEntry[] };

/**
 * Entries as far as they can be understood. One of an unknown kind, or a misshapen one, keeps its place as an unknown
 * entry: the cursor has to pass it, and a message that went missing this way is repaired through its timeline.
 */
export function parseEntries(raw: unknown): InboxEntry[] {
  if (!Array.isArray(raw)) return [];
  return raw.flatMap((item: unknown) => {
    const base = UnknownEntry.safeParse(item);
    if (!base.success) return [];
    if (!isKnownEntry(base.data)) return [base.data];
    const known = ENTRIES[base.data.kind].safeParse(item);
    return [known.success ? known.data : { inboxSeq: base.data.inboxSeq, kind: `misshapen ${base.data.kind}` }];
  });
}

export function parseFrame(raw: unknown): Loose<EventFrame> | null {
  const head = EventFrame.safeParse(withoutEntries(raw));
  return head.success ? { ...head.data, entries: parseEntries(entriesOf(raw)) } : null;
}

export function parseTimeline(raw: unknown): TimelineFrame | null {
  const frame = TimelineFrame.safeParse(raw);
  return frame.success ? frame.data : null;
}

/** The data of an ack; throws the ParleyError that it carries, or INTERNAL when it makes no sense. */
export function parseAck<E extends ClientEvent>(event: E, raw: unknown): ClientAck<E> {
  const answer = raw as Partial<Ack<unknown>> | null | undefined;
  if (answer?.ok !== true) {
    const wire = wireErrorOf(raw);
    throw wire === null ? misshapen(event) : ParleyError.fromWire(wire);
  }
  if (event !== 'sync.pull') {
    const parsed = CLIENT_EVENTS[event].ack.safeParse(answer.data);
    if (!parsed.success) throw misshapen(event);
    return parsed.data as ClientAck<E>;
  }
  const page = CLIENT_EVENTS['sync.pull'].ack.safeParse(withoutEntries(answer.data));
  if (!page.success) throw misshapen(event);
  return { ...page.data, entries: parseEntries(entriesOf(answer.data)) } as ClientAck<E>;
}

function misshapen(event: string): ParleyError {
  return new ParleyError('INTERNAL', { cause: `the answer to ${event} does not fit the contract` });
}

function entriesOf(raw: unknown): unknown {
  return typeof raw === 'object' && raw !== null && 'entries' in raw ? raw.entries : [];
}

function withoutEntries(raw: unknown): unknown {
  return typeof raw === 'object' && raw !== null ? { ...raw, entries: [] } : raw;
}
