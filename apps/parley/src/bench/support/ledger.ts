import { Latency } from './latency.js';

/** One message, from the moment it was due to the inboxes of those that it is for. */
export interface SendRecord {
  readonly index: number;
  readonly clientMsgId: string;
  readonly text: string;
  /** When it was due, by performance.now(). */
  readonly due: number;
  /** The connection that sends it, by number, and its user. */
  readonly sender: number;
  readonly senderId: string;
  readonly conversationId: string;
  readonly measured: boolean;
  flying: boolean;
  seq: number;
  messageId: string;
  /** How many other devices it is for, and which of them have it, by number. */
  readonly receivers: number;
  readonly reached: number[];
}

/** Examples of a fault that are printed. */
const TOLD = 3;

export interface Second {
  answered: number;
  worstAckMs: number;
}

/** Everything that was sent, what became of it, and how long that took. */
export class Ledger {
  /** By index; undefined: refused for good, and forgotten. A million of them would keep the collector busy instead of the sending. */
  private readonly records: (SendRecord | undefined)[] = [];
  readonly ack = new Latency();
  readonly delivery = new Latency();
  /** Told of each ack and each delivery, and how long after its message was due it came. */
  acknowledged: (record: SendRecord, ms: number) => void = () => undefined;
  delivered: (record: SendRecord, ms: number) => void = () => undefined;
  readonly repeated: Record<string, number> = {};
  readonly refused: Record<string, number> = {};
  offered = 0;
  answered = 0;
  acked = 0;
  settled = 0;
  deliveries = 0;
  /** Deliveries that follow from what was acked. */
  expected = 0;
  duplicated = 0;
  outOfOrder = 0;
  /** Events that came after a later one of their conversation. */
  overtaken = 0;
  private readonly told = new Map<string, number>();
  altered = 0;
  repeats = 0;
  bySync = 0;
  /** By second of the measured time: answers, and the slowest of them. */
  readonly seconds: Second[] = [];
  /** The time over which `answered` counts. */
  private window: { from: number; to: number } = { from: Infinity, to: -Infinity };
  private readonly prefix: string;

  constructor(run: string) {
    this.prefix = `b_${run}_`;
  }

  measure(from: number, to: number): void {
    this.window = { from, to };
  }

  open(send: Pick<SendRecord, 'text' | 'due' | 'sender' | 'senderId' | 'conversationId' | 'receivers'>): SendRecord {
    const index = this.records.length;
    const measured = this.isMeasured(send.due);
    if (measured) this.offered += 1;
    const fresh = { flying: false, seq: 0, messageId: '', reached: [] };
    const record = { index, clientMsgId: `${this.prefix}${index}`, ...send, measured, ...fresh };
    this.records.push(record);
    return record;
  }

  /** All that were opened. */
  get sends(): number {
    return this.records.length;
  }

  ackedRecords(): SendRecord[] {
    return this.records.filter((record) => record !== undefined && record.seq > 0) as SendRecord[];
  }

  /** The message of this run with that key; messages of earlier runs are none of ours. */
  find(clientMsgId: string): SendRecord | undefined {
    return this.records[this.indexOf(clientMsgId)];
  }

  isForgotten(clientMsgId: string): boolean {
    const index = this.indexOf(clientMsgId);
    return index >= 0 && index < this.records.length && this.records[index] === undefined;
  }

  /** It was refused and won't be made again: nothing is to be known of it but that it is nowhere. */
  forget({ index }: SendRecord): void {
    this.records[index] = undefined;
  }

  wasAcked(record: SendRecord, sent: { seq: number; messageId: string }): void {
    const now = performance.now();
    record.seq = sent.seq;
    record.messageId = sent.messageId;
    this.acked += 1;
    this.expected += record.receivers;
    this.settled += 1;
    if (record.measured) this.ack.record(now - record.due);
    this.acknowledged(record, now - record.due);
    if (this.isMeasured(now)) this.noteAnswer(now, now - record.due);
  }

  /** Where the order was broken is told for the first ones: the number alone helps nobody. */
  wasOutOfOrder(where: 'acks' | 'timeline', { clientMsgId, conversationId }: SendRecord): void {
    this.outOfOrder += 1;
    const told = this.told.get(where) ?? 0;
    this.told.set(where, told + 1);
    if (told < TOLD) process.stderr.write(`out of order in ${where}: ${clientMsgId} in ${conversationId}\n`);
  }

  private indexOf(clientMsgId: string): number {
    return clientMsgId.startsWith(this.prefix) ? Number(clientMsgId.slice(this.prefix.length)) : -1;
  }

  private noteAnswer(now: number, ackMs: number): void {
    this.answered += 1;
    const at = Math.floor((now - this.window.from) / 1_000);
    const second = (this.seconds[at] ??= { answered: 0, worstAckMs: 0 });
    second.answered += 1;
    second.worstAckMs = Math.max(second.worstAckMs, Math.round(ackMs));
  }

  wasRefused(code: string): void {
    this.settled += 1;
    count(this.refused, code);
  }

  wasRepeated(code: string): void {
    count(this.repeated, code);
  }

  /** The receiver's device has it; `live` = by push, which is what delivery time means. */
  wasDelivered(record: SendRecord, { receiver, live }: { receiver: number; live: boolean }): void {
    if (record.reached.includes(receiver)) {
      this.duplicated += 1;
      return;
    }
    record.reached.push(receiver);
    this.deliveries += 1;
    if (!live) this.bySync += 1;
    const ms = performance.now() - record.due;
    if (record.measured) this.delivery.record(ms);
    this.delivered(record, ms);
  }

  private isMeasured(at: number): boolean {
    return at >= this.window.from && at < this.window.to;
  }
}

export function count(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1;
}
