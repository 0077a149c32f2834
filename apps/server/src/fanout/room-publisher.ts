import type { Message } from '@parley/contract';
import { FANOUT, waitMs } from '@parley/core';
import type { RoomDelivery, RoomHead } from '../socket/envelope.js';
import { encodeTimeline } from '../socket/frames.js';
import type { DeliveryPublisher } from './delivery-publisher.js';

/** A committed message of a read-mode conversation, and the access version as of which its readers are entitled to it. */
export type Said = { message: Message; accessVersion: number };

type Room = {
  bodies: string[];
  accessVersion: number;
  head: RoomHead;
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
    for (const { message, accessVersion } of said) {
      const { conversationId } = message;
      const room = this.rooms.get(conversationId) ?? newRoom();
      this.rooms.set(conversationId, room);
      room.bodies.push(JSON.stringify(message));
      room.accessVersion = Math.max(room.accessVersion, accessVersion);
      room.head = furthest(room.head, message);
      this.gathered += 1;
      room.timer ??= setTimeout(() => this.flush(conversationId, room), waitMs(FANOUT.gatherMs, room.flushedAt, now));
    }
    if (now - this.sweptAt > QUIET_MS) this.sweep(now);
  }

  /** What gathers leaves now. */
  flushAll(): void {
    for (const [conversationId, room] of this.rooms) if (room.timer !== null) this.flush(conversationId, room);
  }

  private flush(conversationId: string, room: Room): void {
    if (room.timer !== null) clearTimeout(room.timer);
    room.timer = null;
    room.flushedAt = performance.now();
    const { bodies, accessVersion, head } = room;
    room.bodies = [];
    this.gathered -= bodies.length;
    const frames = cut(bodies).map((some) => encodeTimeline({ conversationId, ...head }, some));
    this.publisher.rooms(
      frames.map((frame): RoomDelivery => ({ kind: 'room', conversationId, accessVersion, head, frame })),
    );
  }

  private sweep(now: number): void {
    this.sweptAt = now;
    for (const [conversationId, { timer, flushedAt }] of this.rooms) {
      if (timer === null && now - (flushedAt ?? now) > QUIET_MS) this.rooms.delete(conversationId);
    }
  }
}

function newRoom(): Room {
  return { bodies: [], accessVersion: 0, head: { seq: 0, rev: 0, ord: 0, at: 0 }, timer: null, flushedAt: null };
}

function furthest(head: RoomHead, { seq, rev, ord, sentAt }: Message): RoomHead {
  return {
    seq: Math.max(head.seq, seq),
    rev: Math.max(head.rev, rev),
    ord: Math.max(head.ord, ord),
    at: Math.max(head.at, sentAt),
  };
}

function cut(bodies: readonly string[]): string[][] {
  const frames: string[][] = [];
  let chars = Infinity;
  for (const body of bodies) {
    if (chars + body.length > FRAME_CHARS) {
      frames.push([]);
      chars = 0;
    }
    frames.at(-1)?.push(body);
    chars += body.length;
  }
  return frames;
}
