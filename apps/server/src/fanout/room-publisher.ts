import type { Message } from '@parley/contract';
import { callsAll, FANOUT, waitMs } from '@parley/core';
import type { SpanRef } from '../platform/spans.js';
import type { TraceId } from '../platform/trace.js';
import type { RoomDelivery, RoomHead } from '../socket/envelope.js';
import { encodeTimeline } from '../socket/frames.js';
import type { DeliveryPublisher } from './delivery-publisher.js';

/**
 * A committed message of a read-mode conversation, or a change of one, and the access version as of which its readers are
 * entitled to it. `hidden`: not all of them are, so that only the head is told and each pulls what they may see.
 * `committedAt`: of a message.
 */
export type Said = {
  message: Message;
  accessVersion: number;
  hidden?: boolean;
  change?: { rev: number; by: string };
  committedAt?: number;
  trace?: TraceId | undefined;
  span?: SpanRef | undefined;
};

type Changed = { revs: number[]; by: string; message: Message };
type Part = { of: 'messages' | 'changes'; body: string };

type Room = {
  messages: string[];
  /** By seq: many reactions to one message travel as what it is after all of them. */
  changed: Map<number, Changed>;
  accessVersion: number;
  head: RoomHead;
  /** Of the oldest message that gathers. */
  committedAt: number | null;
  traces: TraceId[];
  /** Of the first sampled one that gathers. */
  span: SpanRef | undefined;
  timer: NodeJS.Timeout | null;
  flushedAt: number | null;
};

/** A frame is cut here: one slow reader's bound must not be eaten by a single frame. */
const FRAME_CHARS = 128 * 1024;
/** A conversation that was silent for so long is forgotten. */
const QUIET_MS = 10_000;

/**
 * What is said in read-mode conversations, on its way to the gateways: at once when it is calm, one frame for what gathers
 * otherwise. Each body is encoded once, however many read it. A hint all the way: what is lost is pulled by the head.
 */
export class RoomPublisher {
  private readonly rooms = new Map<string, Room>();
  private gathered = 0;
  private sweptAt = performance.now();

  constructor(private readonly publisher: DeliveryPublisher) {}

  /** Messages that gather; senders are held back by it. */
  get backlog(): number {
    return this.gathered;
  }

  say(said: readonly Said[]): void {
    const now = performance.now();
    for (const one of said) {
      const { message, accessVersion } = one;
      const { conversationId } = message;
      const room = this.rooms.get(conversationId) ?? newRoom();
      this.rooms.set(conversationId, room);
      this.gather(room, one);
      room.accessVersion = Math.max(room.accessVersion, accessVersion);
      room.head = furthest(room.head, one);
      room.committedAt ??= one.committedAt ?? null;
      room.span ??= one.span;
      if (one.trace !== undefined) room.traces.push(one.trace);
      room.timer ??= setTimeout(() => this.flush(conversationId, room), waitMs(FANOUT.gatherMs, room.flushedAt, now));
    }
    if (now - this.sweptAt > QUIET_MS) this.sweep(now);
  }

  /** What gathers leaves now. */
  flushAll(): void {
    for (const [conversationId, room] of this.rooms) if (room.timer !== null) this.flush(conversationId, room);
  }

  private gather(room: Room, { message, hidden = false, change }: Said): void {
    if (hidden) return;
    if (change === undefined) room.messages.push(JSON.stringify(message));
    else {
      const known = room.changed.get(message.seq);
      const newest = known !== undefined && known.message.rev > message.rev ? known : { by: change.by, message };
      room.changed.set(message.seq, { ...newest, revs: [...(known?.revs ?? []), change.rev] });
      if (known !== undefined) return;
    }
    this.gathered += 1;
  }

  private flush(conversationId: string, room: Room): void {
    if (room.timer !== null) clearTimeout(room.timer);
    room.timer = null;
    room.flushedAt = performance.now();
    const { accessVersion, head, committedAt, traces, span } = room;
    const parts = partsOf(room);
    room.messages = [];
    room.changed = new Map();
    room.committedAt = null;
    room.traces = [];
    room.span = undefined;
    this.gathered -= parts.length;
    const { allSeq: _, ...rest } = head;
    room.head = rest;
    const deliveries = cut(parts).map((some): RoomDelivery => ({
      kind: 'room',
      conversationId,
      accessVersion,
      head,
      measure: { entries: some.length, committedAt, traces, span },
      frame: encodeTimeline({ conversationId, ...head }, bodiesOf(some, 'messages'), bodiesOf(some, 'changes')),
    }));
    this.publisher.rooms(deliveries);
  }

  private sweep(now: number): void {
    this.sweptAt = now;
    for (const [conversationId, { timer, flushedAt }] of this.rooms) {
      if (timer === null && now - (flushedAt ?? now) > QUIET_MS) this.rooms.delete(conversationId);
    }
  }
}

function newRoom(): Room {
  return {
    messages: [],
    changed: new Map(),
    accessVersion: 0,
    head: { seq: 0, rev: 0, ord: 0, at: 0 },
    committedAt: null,
    traces: [],
    span: undefined,
    timer: null,
    flushedAt: null,
  };
}

function partsOf({ messages, changed }: Room): Part[] {
  const changes = [...changed.values()].map((change): Part => ({ of: 'changes', body: JSON.stringify(change) }));
  return [...messages.map((body): Part => ({ of: 'messages', body })), ...changes];
}

function bodiesOf(parts: readonly Part[], kind: Part['of']): string[] {
  return parts.flatMap(({ of, body }) => (of === kind ? [body] : []));
}

function furthest(head: RoomHead, { message, change }: Said): RoomHead {
  const { seq, rev, ord, sentAt } = message;
  const allSeq = callsAll(message) ? Math.max(seq, head.allSeq ?? 0) : head.allSeq;
  return {
    seq: Math.max(head.seq, seq),
    rev: Math.max(head.rev, rev, change?.rev ?? 0),
    ord: Math.max(head.ord, ord),
    at: Math.max(head.at, sentAt),
    ...(allSeq === undefined ? {} : { allSeq }),
  };
}

/** At least one, if an empty one: the head is told in any case. */
function cut(parts: readonly Part[]): Part[][] {
  const frames: Part[][] = [[]];
  let chars = 0;
  for (const part of parts) {
    if (chars > 0 && chars + part.body.length > FRAME_CHARS) {
      frames.push([]);
      chars = 0;
    }
    frames.at(-1)?.push(part);
    chars += part.body.length;
  }
  return frames;
}
