import type { Ack } from '@parley/contract';

import type { Ledger, SendRecord } from './ledger.js';
import type { Link } from './link.js';
import type { Outcome } from './one-try.js';

/** As Socket.IO's tutorial sets its client (`ackTimeout`, `retries`). */
const ACK_TIMEOUT_MS = 10_000;
const RETRIES = 3;

/** What the peer answers a send with; without one it has failed. */
export type PeerAnswer = { ok: boolean; id?: number; error?: string };
type Owner = { ledger: Ledger; link: () => Link | null };
type Underway = { record: SendRecord; since: number };

/**
 * The sends of one device of the peer, as socket.io-client makes them with `retries`: one at a time, again when it is not answered in
 * time or over a new connection, and given up after so many tries.
 */
export class PeerQueue {
  private readonly owner: Owner;
  private readonly queue: SendRecord[] = [];
  /** The first of the queue, when it has left; a late answer to an earlier try is none. */
  private underway: Underway | null = null;
  private tries = 0;

  constructor(owner: Owner) {
    this.owner = owner;
  }

  get length(): number {
    return this.queue.length;
  }

  add(record: SendRecord): void {
    this.queue.push(record);
    this.pump();
  }

  pump(): void {
    const link = this.owner.link();
    const [record] = this.queue;
    if (link === null || record === undefined || this.underway !== null) return;
    const underway = { record, since: performance.now() };
    this.underway = underway;
    this.tries += 1;
    link.request('send', sendPayload(record), (ack) => {
      if (this.underway === underway) this.answered(record, answerOf(ack));
    });
  }

  tick(now: number): void {
    if (this.underway !== null && now - this.underway.since >= ACK_TIMEOUT_MS) this.failed('no answer');
  }

  down(): void {
    if (this.underway !== null) this.failed('disconnected');
  }

  private answered(record: SendRecord, { ok, id = 0, error = '' }: PeerAnswer): void {
    this.next();
    if (ok) this.owner.ledger.wasAcked(record, { seq: id, messageId: String(id) });
    else this.owner.ledger.wasRefused(error);
    this.pump();
  }

  private failed(why: string): void {
    this.underway = null;
    if (this.tries > RETRIES) {
      this.next();
      this.owner.ledger.wasRefused(`given up: ${why}`);
    } else this.owner.ledger.wasRepeated(why);
    this.pump();
  }

  private next(): void {
    this.underway = null;
    this.tries = 0;
    this.queue.shift();
  }
}

/** Sends that are made once, each for itself. */
export class PeerOnce {
  private readonly owner: Owner;
  private readonly told: (record: SendRecord, outcome: Outcome) => void;
  private readonly underway = new Set<Underway>();

  constructor(owner: Owner, told: (record: SendRecord, outcome: Outcome) => void) {
    this.owner = owner;
    this.told = told;
  }

  send(record: SendRecord): void {
    const link = this.owner.link();
    if (link === null) return this.refused(record, 'NOT_CONNECTED');
    const underway = { record, since: performance.now() };
    this.underway.add(underway);
    link.request('send', sendPayload(record), (ack) => {
      if (!this.underway.delete(underway)) return;
      const { ok, id = 0, error = '' } = answerOf(ack);
      if (!ok) return this.refused(record, error);
      this.owner.ledger.wasAcked(record, { seq: id, messageId: String(id) });
      this.told(record, { code: 'OK', hintMs: null });
    });
  }

  tick(now: number): void {
    for (const one of this.underway) {
      if (now - one.since < ACK_TIMEOUT_MS) return;
      this.underway.delete(one);
      this.refused(one.record, 'TIMEOUT');
    }
  }

  down(): void {
    for (const { record } of this.underway) this.refused(record, 'CONNECTION_LOST');
    this.underway.clear();
  }

  private refused(record: SendRecord, code: string): void {
    this.owner.ledger.wasRefused(code);
    this.told(record, { code, hintMs: null });
  }
}

function answerOf(ack: Ack<unknown>): PeerAnswer {
  return ack as unknown as PeerAnswer;
}

/** By hand: the texts hold nothing that JSON escapes. */
function sendPayload({ conversationId, clientMsgId, text }: SendRecord): string {
  return `{"conversationId":${conversationId},"clientOffset":"${clientMsgId}","text":"${text}"}`;
}
