import { setTimeout as sleep } from 'node:timers/promises';

import { seededRandom } from './floor-profile.js';
import { MixedDevice, type Shared } from './mixed-device.js';
import { Ledger } from './mixed-ledger.js';
import { PHASES, type MixedPlan, type MixedResult } from './mixed-plan.js';
import { headsBefore, prove } from './mixed-proof.js';
import { openAll, sourceAddress } from './support/connect.js';
import { serveGenerator } from './support/generator.js';
import { newMeter } from './support/link.js';
import { MixedTexts } from './support/texts.js';

const TICK_MS = 20;
const TICKS_A_ROUND = 50;
const CONNECT_MS = 120_000;
const SETTLE_MS = 30_000;
/** What is pushed arrives soon after the last ack, or it has to be pulled. */
const LATE_MS = 2_000;

class MixedLoad {
  private readonly plan: MixedPlan;
  private readonly shared: Shared;
  private readonly devices: MixedDevice[];
  private readonly random: () => number;
  private readonly texts: MixedTexts;
  private worstLagMs = 0;

  constructor(plan: MixedPlan) {
    this.plan = plan;
    this.random = seededRandom(plan.seed);
    this.texts = new MixedTexts(plan.seed);
    this.shared = {
      ledger: new Ledger(`${Date.now().toString(36)}${process.pid.toString(36)}`),
      meter: newMeter(),
      closed: {},
      traffic: { cursorAcks: 0, heartbeats: 0, pulls: 0 },
    };
    this.devices = plan.sessions.map(
      (session, number) =>
        new MixedDevice(this.shared, {
          number,
          session,
          target: { ...plan.address, localAddress: sourceAddress(number) },
        }),
    );
  }

  async run(phase: (name: string) => void): Promise<MixedResult> {
    const { ledger } = this.shared;
    const connectSeconds = await this.connect();
    const before = await headsBefore(this.devices);
    phase(PHASES.connected);
    const stopTicking = this.startTicking();
    const traffic = await this.offer(phase);
    await until(() => ledger.settled === ledger.records.length, SETTLE_MS);
    await until(() => ledger.deliveries >= ledger.acked, LATE_MS);
    stopTicking();
    const proof = await prove(this.devices, ledger, before);
    for (const device of this.devices) device.close();
    return {
      ack: ledger.ack.summary(),
      delivery: ledger.delivery.summary(),
      offered: ledger.offered,
      answered: ledger.answered,
      sends: ledger.records.length,
      acked: ledger.acked,
      repeated: ledger.repeated,
      refused: ledger.refused,
      unanswered: ledger.records.length - ledger.settled,
      proof,
      traffic,
      connectSeconds,
      closed: this.shared.closed,
      worstLagMs: this.worstLagMs,
    };
  }

  private async connect(): Promise<number> {
    const began = performance.now();
    const late = sleep(CONNECT_MS).then(() => {
      throw new Error(`not all devices are connected: ${JSON.stringify(this.shared.closed)}`);
    });
    late.catch(() => undefined);
    await Promise.race([openAll(this.devices, (device) => device.open()), late]);
    return (performance.now() - began) / 1_000;
  }

  /** Each device has its turn once a second. */
  private startTicking(): () => void {
    let turn = 0;
    const timer = setInterval(() => {
      const now = performance.now();
      for (let at = turn; at < this.devices.length; at += TICKS_A_ROUND) this.devices[at]?.tick(now);
      turn = (turn + 1) % TICKS_A_ROUND;
    }, TICK_MS);
    return () => clearInterval(timer);
  }

  /** Open loop: sends are due at random moments, whatever became of the ones before. */
  private async offer(phase: (name: string) => void): Promise<MixedResult['traffic']> {
    const { warmUpSeconds, seconds } = this.plan;
    const began = performance.now();
    const from = began + warmUpSeconds * 1_000;
    const to = from + seconds * 1_000;
    this.shared.ledger.measure(from, to);
    let due = this.nextDue(began);
    due = await this.sendUntil(from, due);
    phase(PHASES.measuring);
    this.worstLagMs = 0;
    const atStart = this.traffic();
    await this.sendUntil(to, due);
    phase(PHASES.measured);
    return difference(atStart, this.traffic());
  }

  private async sendUntil(end: number, first: number): Promise<number> {
    let due = first;
    for (;;) {
      const now = performance.now();
      while (due <= now && due < end) {
        this.worstLagMs = Math.max(this.worstLagMs, now - due);
        this.send(due);
        due = this.nextDue(due);
      }
      if (due >= end) {
        if (end > now) await sleep(end - now);
        return due;
      }
      await sleep(1);
    }
  }

  private send(due: number): void {
    const sender = Math.floor(this.random() * this.devices.length);
    const device = this.devices[sender];
    if (device === undefined) return;
    const { conversationId } = device.session;
    device.lane.add(this.shared.ledger.open({ text: this.texts.draw(), due, sender, conversationId }));
  }

  private nextDue(last: number): number {
    return last - (Math.log(1 - this.random()) * 1_000) / this.plan.ratePerSecond;
  }

  private traffic(): MixedResult['traffic'] {
    const { meter, traffic, ledger } = this.shared;
    return { meter: { ...meter }, deliveries: ledger.deliveries, ...traffic };
  }
}

function difference(before: MixedResult['traffic'], after: MixedResult['traffic']): MixedResult['traffic'] {
  const meter = { ...after.meter };
  for (const key of Object.keys(meter) as (keyof typeof meter)[]) meter[key] -= before.meter[key];
  return {
    meter,
    deliveries: after.deliveries - before.deliveries,
    cursorAcks: after.cursorAcks - before.cursorAcks,
    heartbeats: after.heartbeats - before.heartbeats,
    pulls: after.pulls - before.pulls,
  };
}

async function until(condition: () => boolean, atMostMs: number): Promise<void> {
  const deadline = performance.now() + atMostMs;
  while (!condition() && performance.now() < deadline) await sleep(50);
}

serveGenerator((plan: MixedPlan, phase) => new MixedLoad(plan).run(phase));
