import { setTimeout as sleep } from 'node:timers/promises';

import type { MintedSession } from '@parley/server/cli';

import { openAll, sourceAddress } from './connect.js';
import type { CrewDevice } from './crew-device.js';
import { LoadDevice, type Shared } from './device.js';
import { Ledger } from './ledger.js';
import { newMeter } from './link.js';
import type { Address, LoadResult, Traffic } from './load-result.js';
import { PeerDevice } from './peer-device.js';
import { headsBefore, prove } from './proof.js';

const TICK_MS = 20;
const TICKS_A_ROUND = 50;
const CONNECT_MS = 120_000;
const CONNECT_MS_EACH = 20;
const SETTLE_MS = 30_000;
/** What is pushed arrives soon after the last ack, or it has to be pulled. */
const LATE_MS = 2_000;

export interface Seat {
  session: MintedSession;
  /** See DeviceSeat. */
  follows: boolean;
}

/** Where a crew is one of several. */
export interface CrewShare {
  /** Devices of the ones before it: each number has a source address. */
  from: number;
  connectsPerSecond: number;
}

/** `told` hears what became of sends that are made once. */
type CrewOptions = Partial<CrewShare & Pick<Shared, 'told'>>;

/** All devices of a load generator: they connect, beat, ack their cursors, and are asked at the end what they have. */
export class Crew {
  readonly devices: CrewDevice[];
  readonly ledger: Ledger;
  private readonly shared: Shared;
  private readonly connectsPerSecond: number | undefined;
  private heads: ReadonlyMap<string, number> = new Map();
  private connectSeconds = 0;

  constructor(address: Address, seats: readonly Seat[], options: CrewOptions = {}) {
    const { from = 0, connectsPerSecond, told = () => undefined } = options;
    this.connectsPerSecond = connectsPerSecond;
    this.ledger = new Ledger(`${Date.now().toString(36)}${process.pid.toString(36)}`);
    const traffic = { cursorAcks: 0, heartbeats: 0, pulls: 0 };
    this.shared = { ledger: this.ledger, meter: newMeter(), trouble: {}, traffic, told, ends: { told: 0, untold: 0 } };
    const inGroup = new Map<string, number>();
    for (const { session, follows } of seats) {
      const { groupId } = session;
      if (follows && groupId !== null) inGroup.set(groupId, (inGroup.get(groupId) ?? 0) + 1);
    }
    const Device = address.peer === undefined ? LoadDevice : PeerDevice;
    this.devices = seats.map((seat, number) => {
      const target = { ...address, localAddress: sourceAddress(from + number) };
      const groupReceivers = (inGroup.get(seat.session.groupId ?? '') ?? 1) - 1;
      return new Device(this.shared, { number, target, groupReceivers, ...seat });
    });
  }

  async connect(): Promise<void> {
    const began = performance.now();
    const late = sleep(CONNECT_MS + CONNECT_MS_EACH * this.devices.length, undefined, { ref: false }).then(() => {
      throw new Error(`not all devices are connected: ${JSON.stringify(this.shared.trouble)}`);
    });
    late.catch(() => undefined);
    await Promise.race([openAll(this.devices, (device) => device.open(), this.connectsPerSecond), late]);
    this.connectSeconds = (performance.now() - began) / 1_000;
  }

  async readHeads(): Promise<void> {
    this.heads = await headsBefore(this.followers());
  }

  /** Each device has its turn once a second. */
  startTicking(): () => void {
    let turn = 0;
    const timer = setInterval(() => {
      const now = performance.now();
      for (let at = turn; at < this.devices.length; at += TICKS_A_ROUND) this.devices[at]?.tick(now);
      turn = (turn + 1) % TICKS_A_ROUND;
    }, TICK_MS);
    return () => clearInterval(timer);
  }

  /** Waits until everything sent is answered and, for a moment, until it has arrived. */
  async settle(): Promise<void> {
    const { ledger } = this;
    await until(() => ledger.settled === ledger.sends, SETTLE_MS);
    await until(() => ledger.deliveries >= ledger.expected, LATE_MS);
  }

  /** Reads everything back. */
  async account(traffic: Traffic): Promise<LoadResult> {
    const { ledger } = this;
    const proof = await prove(this.followers(), ledger, this.heads);
    return {
      ack: ledger.ack.summary(),
      delivery: ledger.delivery.summary(),
      offered: ledger.offered,
      answered: ledger.answered,
      sends: ledger.sends,
      acked: ledger.acked,
      repeated: ledger.repeated,
      refused: ledger.refused,
      unanswered: ledger.sends - ledger.settled,
      proof,
      traffic,
      seconds: Array.from(ledger.seconds, (second) => second ?? { answered: 0, worstAckMs: 0 }),
      connectSeconds: this.connectSeconds,
      trouble: this.shared.trouble,
    };
  }

  /** So far; what a time span had is the difference of two. */
  traffic(): Traffic {
    return { meter: { ...this.shared.meter }, deliveries: this.ledger.deliveries, ...this.shared.traffic };
  }

  state(): { connected: number; connectSeconds: number; trouble: Record<string, number> } {
    const connected = this.devices.filter((device) => device.isConnected).length;
    return { connected, connectSeconds: this.connectSeconds, trouble: this.shared.trouble };
  }

  get ends(): Shared['ends'] {
    return { ...this.shared.ends };
  }

  close(): void {
    for (const device of this.devices) device.close();
  }

  private followers(): CrewDevice[] {
    return this.devices.filter(({ follows }) => follows);
  }
}

export function trafficBetween(before: Traffic, after: Traffic): Traffic {
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
