import { setTimeout as sleep } from 'node:timers/promises';

import { seededRandom } from './floor-profile.js';
import type { HotPlan, HotResult } from './hot-plan.js';
import { Crew, trafficBetween } from './support/crew.js';
import type { CrewDevice } from './support/crew-device.js';
import { serveGenerator } from './support/generator.js';
import { PHASES, type Traffic } from './support/load-result.js';
import { mixedText } from './support/texts.js';

/** Below the 100 events a second that a gateway takes from a connection, with room for heartbeats and cursor acks. */
const PER_CONNECTION = 97;
const TEXT_BYTES = 256;
const TICK_MS = 2;

/** Everybody has the same number of connections, every one of them as fast as it may; two and two share a conversation. */
class HotLoad {
  private readonly plan: HotPlan;
  private readonly crew: Crew;
  private readonly texts: string[];
  /** Sends that each connection has made. */
  private readonly made = new Map<CrewDevice, number>();
  private began = 0;
  private turn = 0;

  constructor(plan: HotPlan) {
    this.plan = plan;
    const random = seededRandom(1);
    this.texts = Array.from({ length: 64 }, () => mixedText(TEXT_BYTES, random));
    const people = plan.sessions;
    // Of all the connections of a person one keeps the inbox, as one of many tabs does.
    const seats = Array.from({ length: plan.connections }, (_, number) => number).flatMap((number) => {
      const session = people[number % people.length];
      return session === undefined ? [] : [{ session, follows: number < people.length }];
    });
    this.crew = new Crew(plan.address, seats);
  }

  async run(phase: (name: string) => void): Promise<HotResult> {
    const { crew } = this;
    await crew.connect();
    await crew.readHeads();
    phase(PHASES.connected);
    const stopTicking = crew.startTicking();
    const traffic = await this.press(phase);
    await crew.settle();
    stopTicking();
    const result = await crew.account(traffic);
    crew.close();
    return result;
  }

  private async press(phase: (name: string) => void): Promise<Traffic> {
    const { warmUpSeconds, seconds } = this.plan;
    this.began = performance.now();
    const from = this.began + warmUpSeconds * 1_000;
    const to = from + seconds * 1_000;
    this.crew.ledger.measure(from, to);
    await this.sendUntil(from);
    phase(PHASES.measuring);
    const before = this.crew.traffic();
    await this.sendUntil(to);
    phase(PHASES.measured);
    return trafficBetween(before, this.crew.traffic());
  }

  /** Closed loop: a connection sends when it may and has fewer than so many unanswered. */
  private async sendUntil(end: number): Promise<void> {
    for (let now = performance.now(); now < end; now = performance.now()) {
      const allowed = ((now - this.began) / 1_000) * PER_CONNECTION;
      for (const device of this.crew.devices) this.feed(device, allowed, now);
      await sleep(TICK_MS);
    }
  }

  private feed(device: CrewDevice, allowed: number, now: number): void {
    let made = this.made.get(device) ?? 0;
    while (made < allowed && device.unanswered < this.plan.inFlight) {
      this.turn = (this.turn + 1) % this.texts.length;
      device.send(this.texts[this.turn] ?? '', now);
      made += 1;
    }
    // What a slow server did not let it send is not made up for: that would break the gateway's limit later.
    this.made.set(device, Math.max(made, allowed - PER_CONNECTION / 2));
  }
}

serveGenerator((plan: HotPlan, { phase }) => new HotLoad(plan).run(phase));
