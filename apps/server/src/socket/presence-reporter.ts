import { type ConnectionSpan, presenceOf } from '@parley/core';
import type { Clock } from '../platform/clock.js';
import type { GatewayPresence, LogicPort } from '../rpc/logic.port.js';
import type { PresenceClaims } from './presence-claims.js';
import type { ConnectionRegistry } from './registry.js';

const REPORT_MS = 500;
/** People in one report. */
const REPORT_MAX = 500;
/** Reports that failed wait for the next one; beyond, the next round says them. */
const MAX_WAITING = 50_000;
/** Everything is said again so often, and what nobody meant is taken back: whatever was lost, it is not lost for ever. */
const ROUND_MS = 60_000;

type Parts = {
  bootId: string;
  logic: Pick<LogicPort, 'presenceChanged'>;
  connections: ConnectionRegistry;
  claims: Pick<PresenceClaims, 'peopleOf'>;
  clock: Clock;
};

/** Tells logic who is at a device here, who is away from all of theirs and who left; hints, said again until they are heard. */
export class PresenceReporter {
  private readonly told = new Map<string, 'online' | 'away'>();
  /** Who is still to be said again in this round. */
  private toSay: string[] = [];
  private atOnce = 0;
  /** In order of leaving; by the monotonic clock for the grace, by the wall clock for people. */
  private readonly leaving = new Map<string, { lostAt: number; lastSeenAt: number }>();
  private changes = new Map<string, GatewayPresence>();
  private timers: NodeJS.Timeout[] = [];
  private reporting = false;

  constructor(private readonly parts: Parts) {}

  start(): void {
    this.timers = [setInterval(() => void this.report(), REPORT_MS), setInterval(() => void this.round(), ROUND_MS)];
  }

  stop(): void {
    for (const timer of this.timers) clearInterval(timer);
  }

  /** A connection came, or said whether somebody is at the device. */
  here(userId: string): void {
    // A heartbeat of one that was closed meanwhile.
    if (!this.parts.connections.hasUser(userId)) return;
    this.leaving.delete(userId);
    const { away } = presenceOf(this.spansOf(userId), performance.now());
    const state = away ? 'away' : 'online';
    if (this.told.get(userId) === state) return;
    this.told.set(userId, state);
    this.changes.set(userId, this.presence(userId, state));
  }

  /** While others of their devices are here, these say with their next heartbeat whether somebody is at them: no flapping. */
  closed(userId: string): void {
    if (this.parts.connections.hasUser(userId)) return;
    this.leaving.delete(userId);
    this.leaving.set(userId, { lostAt: performance.now(), lastSeenAt: this.parts.clock.now() });
  }

  /** What was said is not known any more. */
  again(): void {
    for (const [userId, state] of this.told) {
      if (!this.changes.has(userId)) this.changes.set(userId, this.presence(userId, state));
    }
  }

  private presence(userId: string, state: 'online' | 'away'): GatewayPresence {
    return { userId, online: true, away: state === 'away', lastSeenAt: this.parts.clock.now() };
  }

  private spansOf(userId: string): ConnectionSpan[] {
    return [...this.parts.connections.ofUser(userId)].map(({ usedAt }) => ({ lostAt: null, activeAt: usedAt }));
  }

  private async report(): Promise<void> {
    this.depart();
    this.sayAgain();
    // One report at a time: an older one must not be heard after a newer one.
    if (this.reporting || this.changes.size === 0) return;
    this.reporting = true;
    const changes = [...this.changes.values()];
    this.changes = new Map();
    let said = 0;
    try {
      for (; said < changes.length; said += REPORT_MAX) {
        const some = changes.slice(said, said + REPORT_MAX);
        await this.parts.logic.presenceChanged({ gateway: this.parts.bootId, changes: some });
      }
    } catch {
      this.putBack(changes.slice(said));
    } finally {
      this.reporting = false;
    }
  }

  /** Some of those who are to be said again in this round: all at once would be felt in everything else that happens then. */
  private sayAgain(): void {
    for (const userId of this.toSay.splice(0, this.atOnce)) {
      const state = this.told.get(userId);
      if (state !== undefined && !this.changes.has(userId)) this.changes.set(userId, this.presence(userId, state));
    }
  }

  /** Those whose grace is over have left. */
  private depart(): void {
    const now = performance.now();
    for (const [userId, { lostAt, lastSeenAt }] of this.leaving) {
      if (presenceOf([{ lostAt, activeAt: null }], now).online) break;
      this.leaving.delete(userId);
      this.told.delete(userId);
      this.changes.set(userId, { userId, online: false, away: false, lastSeenAt });
    }
  }

  private putBack(changes: readonly GatewayPresence[]): void {
    for (const change of changes) {
      if (this.changes.size >= MAX_WAITING) return;
      if (!this.changes.has(change.userId)) this.changes.set(change.userId, change);
    }
  }

  private async round(): Promise<void> {
    this.toSay = [...this.told.keys()];
    this.atOnce = Math.ceil((this.toSay.length * REPORT_MS) / ROUND_MS);
    try {
      for await (const page of this.parts.claims.peopleOf(this.parts.bootId)) this.takeBack(page);
    } catch {
      // Redis is away: looked at again in the next round.
    }
  }

  /** Whoever of these is not here any more. */
  private takeBack(claimed: readonly string[]): void {
    const lastSeenAt = this.parts.clock.now();
    for (const userId of claimed) {
      if (this.told.has(userId) || this.changes.has(userId)) continue;
      this.changes.set(userId, { userId, online: false, away: false, lastSeenAt });
    }
  }
}
