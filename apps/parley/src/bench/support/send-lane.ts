import { errorSpec, isErrorCode, LIMITS, type Ack, type MessageSent, type WireError } from '@parley/contract';

import { backoff } from './backoff.js';
import type { Ledger, SendRecord } from './ledger.js';
import type { Link } from './link.js';

/** The least by which a hint of the server may be stretched. */
const SPREAD_MS = 500;

/** What a lane needs of the device that it belongs to. */
export interface LaneOwner {
  link: () => Link | null;
  /** Inbox places of own sends, told with an ack. */
  own: (places: readonly number[]) => void;
  acked: () => void;
  /** The sync cursor, when it is due to be told: a send takes it along, as the SDK's do. */
  cursorAlong: () => Cursor | null;
  cursorTold: (inboxSeq: number) => void;
}

export interface Cursor {
  incarnation: string;
  inboxSeq: number;
}

type SentAck = Ack<MessageSent & { own?: number[] }>;

/** The sends of one device to one conversation: in order, as many in flight as the wire allows, repeated with the same key. */
export class SendLane {
  private readonly ledger: Ledger;
  private readonly owner: LaneOwner;
  /** Unanswered, in order; those in flight come first. */
  private queue: SendRecord[] = [];
  private flying = 0;
  private halted = false;
  private lastSeq = 0;
  private attempt = 0;
  private waitMs = 0;
  private timer: NodeJS.Timeout | null = null;

  constructor(ledger: Ledger, owner: LaneOwner) {
    this.ledger = ledger;
    this.owner = owner;
  }

  /** Sends that are not answered yet, whether they left or wait. */
  get length(): number {
    return this.queue.length;
  }

  add(record: SendRecord): void {
    this.queue.push(record);
    this.pump();
  }

  /** The connection is gone: everything goes again over the next one. */
  down(): void {
    for (const record of this.queue) record.flying = false;
    this.flying = 0;
    this.halted = false;
  }

  pump(): void {
    const link = this.owner.link();
    if (link === null || this.halted || this.timer !== null) return;
    while (this.flying < LIMITS.inFlightPerConversation) {
      const record = this.queue[this.flying];
      if (record === undefined) return;
      const before = this.flying > 0 ? this.queue[this.flying - 1] : undefined;
      record.flying = true;
      this.flying += 1;
      const cursor = this.owner.cursorAlong();
      link.request('message.send', payloadOf(record, before, cursor), (ack) => {
        if (ack.ok && cursor !== null) this.owner.cursorTold(cursor.inboxSeq);
        this.answered(record, ack as SentAck);
      });
    }
  }

  private answered(record: SendRecord, ack: SentAck): void {
    this.flying -= 1;
    record.flying = false;
    if (ack.ok) {
      this.leave(record);
      this.attempt = 0;
      if (ack.data.seq <= this.lastSeq) this.ledger.wasOutOfOrder('acks', record);
      this.lastSeq = ack.data.seq;
      this.ledger.wasAcked(record, ack.data);
      this.owner.acked();
      if (ack.data.own !== undefined) this.owner.own(ack.data.own);
    } else this.refused(record, ack.error);
    if (this.halted && this.flying === 0) this.goOn();
    else this.pump();
  }

  private refused(record: SendRecord, error: WireError): void {
    // What is in flight behind it comes back too; order is restored when all of it has.
    this.halted = true;
    if (isErrorCode(error.code) && errorSpec(error.code).retry === true) {
      this.ledger.wasRepeated(error.code);
      // Refused only because of the one before it: that one's answer says how long to wait.
      if (error.code !== 'AFTER_FAILED') this.waitMs = Math.max(this.waitMs, this.delayFor(error));
      return;
    }
    this.leave(record);
    this.ledger.wasRefused(error.code);
  }

  /** As the SDK waits: what the server asked for and a little more, since others were told the same. */
  private delayFor({ details }: WireError): number {
    const own = backoff(this.attempt);
    const hint = Number(details['retryAfterMs'] ?? 0);
    return hint === 0 ? own : hint + Math.min(own, Math.max(hint, SPREAD_MS));
  }

  private goOn(): void {
    this.halted = false;
    const waitMs = this.waitMs;
    this.waitMs = 0;
    if (waitMs === 0) return this.pump();
    this.attempt += 1;
    this.timer = setTimeout(() => {
      this.timer = null;
      this.pump();
    }, waitMs);
  }

  private leave(record: SendRecord): void {
    const at = this.queue.indexOf(record);
    if (at >= 0) this.queue.splice(at, 1);
  }
}

/** By hand: the texts hold nothing that JSON escapes, and stringify would look at each character again. */
export function payloadOf(record: SendRecord, before: SendRecord | undefined, cursor: Cursor | null): string {
  const told = cursor === null ? '' : `,"cursor":${JSON.stringify(cursor)}`;
  const after = before === undefined ? '' : `,"after":"${before.clientMsgId}"`;
  return `{"conversationId":"${record.conversationId}","clientMsgId":"${record.clientMsgId}","content":{"type":"text","text":"${record.text}"}${after}${told}}`;
}
