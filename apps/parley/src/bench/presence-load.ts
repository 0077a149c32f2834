import { setTimeout as sleep } from 'node:timers/promises';

import type { Presence, Signal } from '@parley/contract';
import type { MintedSession } from '@parley/server/cli';

import type { PresencePlan, PresenceResult } from './presence-plan.js';
import { openAll, sourceAddress } from './support/connect.js';
import { serveGenerator, type Bench } from './support/generator.js';
import { Latency } from './support/latency.js';
import { count } from './support/ledger.js';
import { Link, newMeter } from './support/link.js';
import { PHASES } from './support/load-result.js';
import { Requests } from './support/requests.js';

/** How long who left counts as there, and how often clients ask again: docs/sync.md. */
const GRACE_MS = 8_000;
const POLL_MS = 30_000;
/** Half of those who leave are back soon: a reload, a tunnel. */
const SHORT_MS = 3_000;
const LONG_MS = GRACE_MS + 6_000;
const ASK_AT_ONCE = 500;
const SETTLE_MS = 30_000;

interface Place {
  plan: PresencePlan;
  witness: Witness;
  number: number;
  onScreen: string[];
}
type Change = { at: number; kind: 'came' | 'left' };

/** What is expected of whom, and what came of it. */
class Witness {
  readonly came = new Latency();
  readonly left = new Latency();
  readonly asked = new Latency();
  readonly trouble: Record<string, number> = {};
  readonly meter = newMeter();
  flaps = 0;
  signals = 0;
  private readonly expected = new Map<string, Change>();
  /** Those who are back within the grace, and until when nobody may be told that they were gone. */
  private readonly steady = new Map<string, number>();

  expect(userId: string, change: Change): void {
    this.expected.set(userId, change);
  }

  expectNothing(userId: string, until: number): void {
    this.steady.set(userId, until);
  }

  told({ userId, online }: Presence): void {
    this.signals += 1;
    const now = performance.now();
    if (!online && (this.steady.get(userId) ?? 0) > now) this.flaps += 1;
    const change = this.expected.get(userId);
    if (change === undefined || online !== (change.kind === 'came')) return;
    this.expected.delete(userId);
    this[change.kind].record(Math.max(0, now - change.at));
  }
}

/** Somebody who looks at others, and comes and goes. */
class Person {
  private link: Link | null = null;
  private askAt = Infinity;
  private ready = Promise.withResolvers<void>();
  private readonly requests = new Requests(() => this.link);

  readonly session: MintedSession;
  private readonly at: Place;

  constructor(session: MintedSession, at: Place) {
    this.session = session;
    this.at = at;
  }

  get isThere(): boolean {
    return this.link !== null;
  }

  open(): Promise<void> {
    const { plan, witness, number } = this.at;
    const { token, deviceId } = this.session;
    this.ready = Promise.withResolvers<void>();
    const link = new Link({
      target: { ...plan.address, localAddress: sourceAddress(number) },
      session: { token, deviceId },
      meter: witness.meter,
      readsEvents: false,
      handlers: {
        event: (name, payload) => {
          if (name === 'signal') this.signal(payload as Signal);
          if (name !== 'ready') return;
          this.link = link;
          this.ready.resolve();
        },
        closed: (reason) => {
          if (this.link === link) this.down(reason);
          this.ready.resolve();
        },
      },
    });
    return this.ready.promise;
  }

  leave(): void {
    const { link } = this;
    this.link = null;
    this.requests.down();
    link?.close();
  }

  async look(): Promise<void> {
    const began = performance.now();
    this.askAt = began + POLL_MS;
    const { witness, onScreen } = this.at;
    try {
      await this.requests.ask('presence.get', { userIds: onScreen, look: true });
      witness.asked.record(performance.now() - began);
    } catch (error) {
      if (this.link !== null) count(witness.trouble, error instanceof Error ? error.message : String(error));
    }
  }

  /** They didn't all open it in the same moment. */
  begin(): void {
    this.askAt = performance.now() + Math.random() * POLL_MS;
  }

  tick(now: number): void {
    if (this.link !== null && now >= this.askAt) void this.look();
  }

  ask(userIds: readonly string[]): Promise<{ presence: Presence[] }> {
    return this.requests.ask('presence.get', { userIds });
  }

  private signal(signal: Signal): void {
    if (signal.kind === 'presence') this.at.witness.told(signal.presence);
  }

  private down(reason: string): void {
    this.link = null;
    this.requests.down();
    count(this.at.witness.trouble, reason);
  }
}

/** Everybody has some others on the screen; a part of them leaves each second and comes back, half of them within the grace. */
async function load(plan: PresencePlan, { phase, goAhead }: Bench): Promise<PresenceResult> {
  const witness = new Witness();
  const { sessions, onScreen } = plan;
  const people = sessions.map((session, number) => {
    const screen = Array.from({ length: onScreen }, (_, at) => sessions[(number + at + 1) % sessions.length]?.userId);
    const ids = screen.flatMap((userId) => userId ?? []);
    return new Person(session, { plan, witness, number, onScreen: ids });
  });
  const began = performance.now();
  await openAll(people, (person) => person.open());
  const connectSeconds = (performance.now() - began) / 1_000;
  const connected = people.filter((person) => person.isThere).length;
  phase(PHASES.connected);
  for (const person of people) person.begin();
  const ticking = setInterval(() => people.forEach((person) => person.tick(performance.now())), 250);
  // Everybody looks before anybody goes.
  await sleep(POLL_MS + 2_000);
  phase(PHASES.measuring);
  const churned = await churn(plan, people, witness);
  phase(PHASES.measured);
  await goAhead();
  const settled = await settle(people);
  clearInterval(ticking);
  for (const person of people) person.leave();
  return {
    connected,
    connectSeconds,
    asked: witness.asked.summary(),
    came: witness.came.summary(),
    left: witness.left.summary(),
    ...churned,
    flaps: witness.flaps,
    signals: witness.signals,
    ...settled,
    trouble: witness.trouble,
  };
}

async function churn(
  plan: PresencePlan,
  people: readonly Person[],
  witness: Witness,
): Promise<{ departures: number; returns: number }> {
  const coming: Promise<void>[] = [];
  const began = performance.now();
  let departures = 0;
  let returns = 0;
  for (let next = 0; performance.now() - began < plan.seconds * 1_000; next += 1) {
    const due = began + (departures * 1_000) / plan.leaving;
    if (due > performance.now()) await sleep(due - performance.now());
    // Far from each other, so that those who look are there.
    const person = people[(next * 7_919) % people.length];
    if (person?.isThere !== true) continue;
    departures += 1;
    const isShort = departures % 2 === 0;
    const comeBack = async (): Promise<void> => {
      const { userId } = person.session;
      person.leave();
      const left = performance.now();
      if (isShort) witness.expectNothing(userId, left + SHORT_MS + GRACE_MS);
      else witness.expect(userId, { at: left + GRACE_MS, kind: 'left' });
      await sleep(isShort ? SHORT_MS : LONG_MS);
      if (!isShort) witness.expect(userId, { at: performance.now(), kind: 'came' });
      await person.open();
      returns += 1;
    };
    coming.push(comeBack());
  }
  await Promise.all(coming);
  return { departures, returns };
}

/** Until everybody is said to be there. */
async function settle(people: readonly Person[]): Promise<{ missing: number; settledSeconds: number }> {
  const began = performance.now();
  const seconds = (): number => (performance.now() - began) / 1_000;
  for (;;) {
    const asker = people.find((person) => person.isThere);
    if (asker === undefined) return { missing: people.length, settledSeconds: seconds() };
    let missing = 0;
    for (let from = 0; from < people.length; from += ASK_AT_ONCE) {
      const userIds = people.slice(from, from + ASK_AT_ONCE).map(({ session }) => session.userId);
      missing += (await asker.ask(userIds)).presence.filter(({ online }) => !online).length;
    }
    if (missing === 0 || performance.now() - began > SETTLE_MS) return { missing, settledSeconds: seconds() };
    await sleep(250);
  }
}

serveGenerator(load);
