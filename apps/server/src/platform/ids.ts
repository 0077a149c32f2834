import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ParleyError } from '@parley/contract';
import { EPOCH_MS, leaseTime, nextSnowflake, type SnowflakeState } from '@parley/core';

/** A worker id of this process for a while; in the directory, fenced. */
export type WorkerLease = { workerId: number; fence: string; highWaterMs: number };

export type LeaseStore = {
  acquire(holder: string, ttlMs: number): Promise<WorkerLease>;
  /** Moves the end of the lease and its high water; false when somebody else has the id now. */
  renew(lease: WorkerLease, ttlMs: number): Promise<boolean>;
  /** Gives the id back with the high water that was really used. */
  release(lease: WorkerLease): Promise<void>;
};

export type IdClocks = { wallMs: () => number; monotonicMs: () => number };

const TTL_MS = 30_000;
const RENEW_MS = 5_000;
/** Ids stop this long before the lease ends by our own count: another holder may count a little faster. */
const SAFETY_MS = 5_000;
/** How far ahead of the time in use the high water is written. */
const HEADROOM_MS = TTL_MS + 5_000;
/** The wall clock may drift by this much against the monotonic one before an operator is told. */
const ALARM_MS = 1_000;

type Held = { lease: WorkerLease; base: { highWaterMs: number; wallMs: number; monotonicMs: number }; until: number };

/**
 * Snowflake ids under a leased worker id. Time comes from the lease and a monotonic clock, so a stepped wall clock
 * raises an alarm and nothing else; a lost lease refuses until a new one is held.
 */
@Injectable()
export class IdGenerator {
  private held: Held | null = null;
  private state: SnowflakeState = { ms: EPOCH_MS, sequence: 0 };
  private timer: NodeJS.Timeout | null = null;
  private alarmed = false;
  private readonly holder = randomUUID();

  constructor(
    private readonly store: LeaseStore,
    private readonly clocks: IdClocks,
    private readonly alarm: (message: string, fields: Record<string, unknown>) => void,
  ) {}

  async start(): Promise<void> {
    await this.acquire();
    this.timer = setInterval(() => void this.keep(), RENEW_MS);
  }

  async stop(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    const { held } = this;
    this.held = null;
    if (held === null) return;
    const used = { ...held.lease, highWaterMs: this.now(held, this.clocks.monotonicMs()) };
    await this.store.release(used).catch(() => undefined); // it ends by itself
  }

  /** A new id; throws UNAVAILABLE while no lease is held. */
  next(): string {
    const { held } = this;
    const monotonic = this.clocks.monotonicMs();
    if (held === null || monotonic > held.until)
      throw new ParleyError('UNAVAILABLE', { part: 'ids', retryAfterMs: 1_000 });
    const step = nextSnowflake(this.state, leaseTime(held.base, monotonic), held.lease.workerId);
    // Bursts borrow milliseconds from the future; beyond what the directory knows of, the next holder could repeat them.
    if (step.state.ms >= held.lease.highWaterMs)
      throw new ParleyError('UNAVAILABLE', { part: 'ids', retryAfterMs: 1_000 });
    this.state = step.state;
    return String(step.id);
  }

  /** Renews, or takes a new lease when the old one is lost. Public for tests; the timer calls it. */
  async keep(): Promise<void> {
    this.watchClock();
    const { held } = this;
    try {
      if (held === null) {
        await this.acquire();
        return;
      }
      const asked = this.clocks.monotonicMs();
      const lease = {
        ...held.lease,
        highWaterMs: Math.max(held.lease.highWaterMs, this.now(held, asked) + HEADROOM_MS),
      };
      if (await this.store.renew(lease, TTL_MS)) {
        this.held = { lease, base: held.base, until: asked + TTL_MS - SAFETY_MS };
        return;
      }
      this.held = null;
      this.alarm('the lease of the worker id was lost, taking a new one', { workerId: held.lease.workerId });
      await this.acquire();
    } catch (error) {
      // The directory is away: the lease holds till its end, then ids are refused.
      if (held !== null && this.clocks.monotonicMs() > held.until) {
        this.held = null;
        this.alarm('no worker id: the directory can not be reached', { error: String(error) });
      }
    }
  }

  private async acquire(): Promise<void> {
    const asked = this.clocks.monotonicMs();
    const granted = await this.store.acquire(this.holder, TTL_MS);
    const base = { highWaterMs: granted.highWaterMs, wallMs: this.clocks.wallMs(), monotonicMs: asked };
    const lease = { ...granted, highWaterMs: leaseTime(base, asked) + HEADROOM_MS };
    // The high water is on record before the first id under it is made.
    if (!(await this.store.renew(lease, TTL_MS))) throw new Error('the worker id was taken at once by another process');
    this.held = { lease, base, until: asked + TTL_MS - SAFETY_MS };
  }

  private now(held: Held, monotonic: number): number {
    return Math.max(this.state.ms, leaseTime(held.base, monotonic));
  }

  private watchClock(): void {
    if (this.held === null) return;
    const { base } = this.held;
    const stepMs = this.clocks.wallMs() - base.wallMs - (this.clocks.monotonicMs() - base.monotonicMs);
    const stepped = Math.abs(stepMs) > ALARM_MS;
    if (stepped && !this.alarmed)
      this.alarm('the wall clock was stepped; ids go on unaffected', { stepMs: Math.round(stepMs) });
    this.alarmed = stepped;
  }
}
