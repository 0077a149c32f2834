import type { Presence } from '@parley/contract';
import { presenceOf } from '@parley/core';
import type { Clock } from '../platform/clock.js';
import type { LogicPort } from '../rpc/logic.port.js';
import type { ConnectionRegistry } from './registry.js';

const REPORT_MS = 500;

/** Tells logic whose first device came and whose last one left here; a hint, so a report that fails is dropped. */
export class PresenceReporter {
  private readonly online = new Set<string>();
  /** In order of leaving; by the monotonic clock for the grace, by the wall clock for people. */
  private readonly leaving = new Map<string, { lostAt: number; lastSeenAt: number }>();
  private changes = new Map<string, Presence>();
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly logic: LogicPort,
    private readonly connections: ConnectionRegistry,
    private readonly clock: Clock,
  ) {}

  start(): void {
    this.timer = setInterval(() => this.report(), REPORT_MS);
  }

  stop(): void {
    if (this.timer !== null) clearInterval(this.timer);
  }

  opened(userId: string): void {
    this.leaving.delete(userId);
    if (this.online.has(userId)) return;
    this.online.add(userId);
    this.changes.set(userId, { userId, online: true, lastSeenAt: this.clock.now() });
  }

  closed(userId: string): void {
    if (!this.connections.hasUser(userId)) {
      this.leaving.delete(userId);
      this.leaving.set(userId, { lostAt: performance.now(), lastSeenAt: this.clock.now() });
    }
  }

  private report(): void {
    const now = performance.now();
    for (const [userId, { lostAt, lastSeenAt }] of this.leaving) {
      if (presenceOf([{ lostAt }], now).online) break;
      this.leaving.delete(userId);
      this.online.delete(userId);
      this.changes.set(userId, { userId, online: false, lastSeenAt });
    }
    if (this.changes.size === 0) return;
    const changes = [...this.changes.values()];
    this.changes = new Map();
    this.logic.presenceChanged({ changes }).catch(() => undefined);
  }
}
