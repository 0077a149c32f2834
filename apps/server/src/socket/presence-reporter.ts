import type { Clock } from '../platform/clock.js';
import type { LogicPort } from '../rpc/logic.port.js';
import type { ConnectionRegistry } from './registry.js';

/** A reload or a short hole in the network is not "offline". */
const GRACE_MS = 8_000;
const REPORT_MS = 500;

/** Tells logic whose first device came and whose last one left here; a hint, so a report that fails is dropped. */
export class PresenceReporter {
  private readonly online = new Set<string>();
  private readonly leaving = new Map<string, number>();
  private changes = new Map<string, boolean>();
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
    this.changes.set(userId, true);
  }

  closed(userId: string): void {
    if (!this.connections.hasUser(userId)) this.leaving.set(userId, performance.now() + GRACE_MS);
  }

  private report(): void {
    const now = performance.now();
    for (const [userId, at] of this.leaving) {
      if (at > now) break; // in order of leaving
      this.leaving.delete(userId);
      this.online.delete(userId);
      this.changes.set(userId, false);
    }
    if (this.changes.size === 0) return;
    const at = this.clock.now();
    const changes = [...this.changes].map(([userId, online]) => ({ userId, online, lastSeenAt: at }));
    this.changes = new Map();
    this.logic.presenceChanged({ changes }).catch(() => undefined);
  }
}
