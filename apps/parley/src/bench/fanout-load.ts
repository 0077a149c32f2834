import { setTimeout as sleep } from 'node:timers/promises';

import { LIMITS } from '@parley/contract';

import { seededRandom } from './floor-profile.js';
import { FanoutDevice } from './fanout-device.js';
import type { FanoutMember, FanoutWatch } from './fanout-member.js';
import { FanoutPeerDevice } from './fanout-peer-device.js';
import type { FanoutPlan, FanoutResult } from './fanout-plan.js';
import { openAll } from './support/connect.js';
import { serveGenerator, type Bench } from './support/generator.js';
import { inLanes } from './support/in-lanes.js';
import { Latency } from './support/latency.js';
import { count } from './support/ledger.js';
import { newMeter } from './support/link.js';
import { PHASES } from './support/load-result.js';
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

class FanoutLoad implements FanoutWatch {
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
  private readonly devices: FanoutMember[];
  private readonly texts: string[];
  private readonly prefix = `f_${Date.now().toString(36)}_`;

  readonly plan: FanoutPlan;

  constructor(plan: FanoutPlan) {
    this.plan = plan;
    const random = seededRandom(1);
    this.texts = Array.from({ length: 64 }, () => mixedText(TEXT_BYTES, random));
    const Device = plan.address.peer === undefined ? FanoutDevice : FanoutPeerDevice;
    this.devices = plan.sessions.map(
      (session, number) => new Device(this, { number, session, isOpen: number < plan.open }),
    );
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
    const before = await first?.headNow();
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
    sender?.say(`${this.prefix}${number}`, this.texts[number % this.texts.length] ?? '').then(
      (seq) => {
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
