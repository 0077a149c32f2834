import { setTimeout as sleep } from 'node:timers/promises';

import { LIMITS, type BatchSyncPage, type MessageSent, type Signal, type TimelineFrame } from '@parley/contract';
import type { MintedSession } from '@parley/server/cli';

import { seededRandom } from './floor-profile.js';
import type { FanoutPlan, FanoutResult } from './fanout-plan.js';
import { openAll, sourceAddress } from './support/connect.js';
import { serveGenerator, type Bench } from './support/generator.js';
import { inLanes } from './support/in-lanes.js';
import { Latency } from './support/latency.js';
import { count } from './support/ledger.js';
import { Link, newMeter } from './support/link.js';
import { PHASES } from './support/load-result.js';
import { Requests } from './support/requests.js';
import { mixedText } from './support/texts.js';

const TEXT_BYTES = 256;
const SENDERS = 50;
const HEAD_WITHIN_MS = 2_000;
const SETTLE_MS = 5_000;
const AT_ONCE = 32;

interface Sent {
  due: number;
  measured: boolean;
  /** 0 until acked. */
  seq: number;
}

/** One member's device: it has the conversation open and gets what is said, or it hears of the head. */
class FanoutDevice {
  /** By the number of the send. */
  readonly has = new Set<number>();
  head = 0;
  private last = -1;
  private link: Link | null = null;
  private readonly requests = new Requests(() => this.link);
  private readonly opened = Promise.withResolvers<void>();

  private readonly load: FanoutLoad;
  private readonly number: number;
  private readonly session: MintedSession;
  private readonly isOpen: boolean;

  constructor(load: FanoutLoad, number: number, { session, isOpen }: { session: MintedSession; isOpen: boolean }) {
    this.load = load;
    this.number = number;
    this.session = session;
    this.isOpen = isOpen;
  }

  open(): Promise<void> {
    const { token, deviceId } = this.session;
    const { plan, meter, trouble } = this.load;
    const link = new Link({
      target: { ...plan.address, localAddress: sourceAddress(this.number) },
      session: { token, deviceId },
      meter,
      readsEvents: false,
      handlers: {
        event: (name, payload) => {
          if (name === 'ready') void this.ready(link);
          else if (name === 'timeline') this.said(payload as TimelineFrame);
          else if (name === 'signal') this.hinted(payload as Signal);
        },
        closed: (reason) => {
          this.link = null;
          this.requests.down();
          if (!this.load.stopping) count(trouble, reason);
        },
      },
    });
    return this.opened.promise;
  }

  close(): void {
    this.link?.close();
  }

  beat(): Promise<unknown> {
    return this.ask('heartbeat', {});
  }

  ask<T>(event: Parameters<Requests['ask']>[0], payload: object): Promise<T> {
    return this.requests.ask<T>(event, payload);
  }

  /** What a device does that finds itself behind the head. */
  async pull(lastSeq: number): Promise<void> {
    const { conversationId } = this.load.plan;
    for (let seq = lastSeq, more = true; more;) {
      const syncs = [{ conversationId, lastSeq: seq, lastRev: 0 }];
      const page = (await this.ask<BatchSyncPage>('sync.batch', { syncs })).syncs[0];
      if (page === undefined) throw new Error('the conversation is not the device’s');
      for (const message of page.messages) {
        seq = Math.max(seq, message.seq);
        const number = this.load.numberOf(message.clientMsgId);
        if (number === null || this.has.has(number)) continue;
        this.has.add(number);
        this.load.pulled += 1;
      }
      more = page.hasMore;
    }
  }

  private async ready(link: Link): Promise<void> {
    this.link = link;
    try {
      // The gateway learns from the answer whose heads this device is to hear of.
      await this.beat();
      if (this.isOpen) await this.ask('watch', { conversationIds: [this.load.plan.conversationId] });
      this.opened.resolve();
    } catch (error) {
      this.opened.reject(error);
    }
  }

  private said({ messages }: TimelineFrame): void {
    const { load } = this;
    load.frames += 1;
    for (const { clientMsgId } of messages) {
      const number = load.numberOf(clientMsgId);
      if (number === null) continue;
      if (this.has.has(number)) {
        load.duplicated += 1;
        continue;
      }
      this.has.add(number);
      load.wasDelivered(number);
    }
    const last = messages.at(-1)?.seq ?? 0;
    if (last < this.last) load.outOfOrder += 1;
    this.last = last;
  }

  private hinted(signal: Signal): void {
    if (signal.kind !== 'head' || signal.head.conversationId !== this.load.plan.conversationId) return;
    this.load.headWasTold(this.head, signal.head.seq);
    this.head = Math.max(this.head, signal.head.seq);
  }
}

class FanoutLoad {
  readonly meter = newMeter();
  readonly trouble: Record<string, number> = {};
  stopping = false;
  frames = 0;
  duplicated = 0;
  outOfOrder = 0;
  pulled = 0;
  private deliveries = 0;
  private acked = 0;
  private lastAckAt = 0;
  private readonly refused: Record<string, number> = {};
  private readonly sent: Sent[] = [];
  private readonly bySeq = new Map<number, Sent>();
  private readonly ack = new Latency();
  private readonly delivery = new Latency();
  private readonly head = new Latency();
  private readonly devices: FanoutDevice[];
  private readonly texts: string[];
  private readonly prefix = `f_${Date.now().toString(36)}_`;

  readonly plan: FanoutPlan;

  constructor(plan: FanoutPlan) {
    this.plan = plan;
    const random = seededRandom(1);
    this.texts = Array.from({ length: 64 }, () => mixedText(TEXT_BYTES, random));
    this.devices = plan.sessions.map((session, at) => new FanoutDevice(this, at, { session, isOpen: at < plan.open }));
  }

  numberOf(clientMsgId: string): number | null {
    return clientMsgId.startsWith(this.prefix) ? Number(clientMsgId.slice(this.prefix.length)) : null;
  }

  wasDelivered(number: number): void {
    const sent = this.sent[number];
    if (sent?.measured !== true) return;
    this.deliveries += 1;
    this.delivery.record(performance.now() - sent.due);
  }

  /** The oldest of what was not known yet is what this device was late with. */
  headWasTold(before: number, now: number): void {
    for (let seq = before + 1; seq <= now; seq += 1) {
      const sent = this.bySeq.get(seq);
      if (sent?.measured !== true) continue;
      this.head.record(performance.now() - sent.due);
      return;
    }
  }

  async run({ phase }: Bench): Promise<FanoutResult> {
    const began = performance.now();
    await openAll(this.devices, (device) => device.open());
    const connectSeconds = (performance.now() - began) / 1_000;
    const [first] = this.devices;
    const before = (
      await first?.ask<{ heads: { seq: number }[] }>('watch', {
        conversationIds: [this.plan.conversationId],
      })
    )?.heads[0]?.seq;
    phase(PHASES.connected);
    const stopBeating = this.startBeating();
    const from = performance.now() + this.plan.warmUpSeconds * 1_000;
    const to = from + this.plan.seconds * 1_000;
    await this.sendUntil(from, { measured: false });
    phase(PHASES.measuring);
    const [frames, bytes] = [this.frames, this.bytes()];
    await this.sendUntil(to, { measured: true });
    phase(PHASES.measured);
    await this.settle();
    const headsUnknown = this.unknownHeads();
    stopBeating();
    const measuredFrames = this.frames - frames;
    const measuredBytes = this.bytes() - bytes;
    const lost = await this.account(before ?? 0);
    this.stopping = true;
    for (const device of this.devices) device.close();
    return {
      ack: this.ack.summary(),
      delivery: this.delivery.summary(),
      head: this.head.summary(),
      sends: this.sent.length,
      acked: this.acked,
      refused: this.refused,
      deliveries: this.deliveries,
      frames: measuredFrames,
      bytes: measuredBytes,
      lost,
      pulled: this.pulled,
      duplicated: this.duplicated,
      outOfOrder: this.outOfOrder,
      headsUnknown,
      connectSeconds,
      trouble: this.trouble,
    };
  }

  /** To the devices so far, but for answers to what they asked. */
  private bytes(): number {
    return this.meter.eventBytes + this.meter.otherBytes;
  }

  /** Open loop: a send is due at its moment, whatever became of the ones before. */
  private async sendUntil(end: number, { measured }: { measured: boolean }): Promise<void> {
    const every = 1_000 / this.plan.sendsPerSecond;
    for (let due = performance.now(); due < end; due += every) {
      const wait = due - performance.now();
      if (wait > 1) await sleep(wait);
      this.send(due, measured);
    }
  }

  private send(due: number, measured: boolean): void {
    const number = this.sent.length;
    const sent: Sent = { due, measured, seq: 0 };
    this.sent.push(sent);
    const sender = this.devices[number % Math.min(SENDERS, this.plan.open)];
    const { conversationId } = this.plan;
    const content = { type: 'text', text: this.texts[number % this.texts.length] };
    sender?.ask<MessageSent>('message.send', { conversationId, clientMsgId: `${this.prefix}${number}`, content }).then(
      ({ seq }) => {
        sent.seq = seq;
        this.bySeq.set(seq, sent);
        this.acked += 1;
        this.lastAckAt = performance.now();
        if (measured) this.ack.record(performance.now() - due);
      },
      (error: unknown) => count(this.refused, error instanceof Error ? error.message : String(error)),
    );
  }

  /** Until all is acked and, for a moment, all has arrived. */
  private async settle(): Promise<void> {
    const until = performance.now() + SETTLE_MS;
    const open = this.devices.slice(0, this.plan.open);
    const arrived = (): boolean => open.every(({ has }) => has.size >= this.acked);
    while (performance.now() < until && !(this.acked === this.sent.length && arrived())) await sleep(50);
    const left = this.lastAckAt + HEAD_WITHIN_MS - performance.now();
    if (left > 0) await sleep(left);
  }

  private unknownHeads(): number {
    const head = Math.max(0, ...this.bySeq.keys());
    return this.devices.slice(this.plan.open).filter((device) => device.head < head).length;
  }

  /** Devices that lack something pull it, as they would by the next head; what is missing then is lost. */
  private async account(from: number): Promise<number> {
    const acked = this.sent.flatMap(({ seq }, number) => (seq > 0 ? number : []));
    const open = this.devices.slice(0, this.plan.open);
    const lacking = open.filter(({ has }) => has.size < acked.length);
    await inLanes(lacking, AT_ONCE, (device) => device.pull(from));
    return lacking.reduce((sum, { has }) => sum + acked.filter((number) => !has.has(number)).length, 0);
  }

  private startBeating(): () => void {
    const turns = LIMITS.heartbeatMs / 100;
    let turn = 0;
    const timer = setInterval(() => {
      for (let at = turn; at < this.devices.length; at += turns) this.devices[at]?.beat().catch(() => undefined);
      turn = (turn + 1) % turns;
    }, 100);
    return () => clearInterval(timer);
  }
}

serveGenerator((plan: FanoutPlan, bench) => new FanoutLoad(plan).run(bench));
