import { Injectable } from '@nestjs/common';
import { decidePush, planPushWindow, PUSH, PUSH_SEQS, type PushWindowPlan } from '@parley/core';
import { holdingBuckets, type Shard, ShardRouter, type Tx } from '@parley/db';
import { Clock } from '../platform/clock.js';
import { IdGenerator } from '../platform/ids.js';
import { Logger } from '../platform/logger.js';
import { lockDeliveries, storeDelivery } from './push-delivery.repo.js';
import { type KnownFacts, PushFactsLoader } from './push-facts.js';
import { answerRecord, insertRecords, type PushRecordRow } from './push-record.repo.js';
import { subscribedDevices } from './push-subscription.repo.js';
import { claimWindows, lockWindows, type PushWindowRow, storeWindow } from './push-window.repo.js';

/** A claimed window comes up again after this long: whoever looked at it died. */
const LEASE_MS = 10_000;
const CLAIM_ROWS = 100;

/** `seen`: the messages that it was made for. */
type Planned = { plan: PushWindowPlan; seen: ReadonlySet<number>; isSystem: boolean };

/** Decides about what waits: what is to be pushed becomes deliveries, what is not becomes a record, and what waits stays. */
@Injectable()
export class DecidePushes {
  constructor(
    private readonly shards: ShardRouter,
    private readonly facts: PushFactsLoader,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** A page of every shard; whether there may be more. Never rejects: a shard that is away delays what is on it. */
  async execute(): Promise<boolean> {
    const full = await Promise.all(this.shards.shards.map((shard) => this.decideOf(shard)));
    return full.includes(true);
  }

  private async decideOf(shard: Shard): Promise<boolean> {
    try {
      const now = this.clock.now();
      const claimed = await claimWindows(shard, { now, limit: CLAIM_ROWS, leaseMs: LEASE_MS });
      // By where it was said: conversations on a shard that is away don't hold up the others.
      const groups = this.shards.groupByShard(claimed, ({ conversationId }) => conversationId);
      await Promise.all([...groups.values()].map((group) => this.decideGroup(shard, group, now)));
      return claimed.length === CLAIM_ROWS;
    } catch (error) {
      this.logger.warn('what is to be pushed could not be looked up', { shard: shard.name, err: error });
      return false;
    }
  }

  private async decideGroup(shard: Shard, windows: readonly PushWindowRow[], now: number): Promise<void> {
    try {
      const plans = await this.plan(shard, windows, now);
      const userIds = windows.map(({ userId }) => userId);
      await holdingBuckets(shard, userIds, async (tx) => {
        // What came in since they were claimed stays, so they are read again.
        const locked = await lockWindows(tx, windows);
        for (const current of locked) await this.settle(tx, { current, now, plans });
      });
    } catch (error) {
      this.logger.warn('pushes are decided again', { shard: shard.name, windows: windows.length, err: error });
    }
  }

  private async plan(shard: Shard, windows: readonly PushWindowRow[], now: number): Promise<Map<string, Planned>> {
    const asks = windows.flatMap(({ userId, conversationId, seqs, places }) =>
      seqs.map((seq, index) => ({ userId, conversationId, seq, place: places[index] ?? null })),
    );
    const known = await this.facts.load(shard, asks, now);
    const plans = new Map<string, Planned>();
    let from = 0;
    for (const window of windows) {
      plans.set(keyOf(window), planOf(window, known.slice(from, from + window.seqs.length)));
      from += window.seqs.length;
    }
    return plans;
  }

  private async settle(
    tx: Tx,
    { current, now, plans }: { current: PushWindowRow; now: number; plans: ReadonlyMap<string, Planned> },
  ): Promise<void> {
    const planned = plans.get(keyOf(current));
    if (planned === undefined) return;
    const { suppressed, push } = planned.plan;
    const { userId, conversationId } = current;
    const base = { userId, conversationId, at: now, deviceId: null, answer: null };
    const records = suppressed.map(({ reason, seqs }) => ({
      ...base,
      recordId: this.ids.next(),
      decision: 'suppressed',
      reason,
      seqs,
    }));
    await insertRecords(tx, records);
    if (push !== null) await this.handOver(tx, { ...base, ...push });
    await storeWindow(tx, nextWindow(current, { ...planned, now }));
  }

  /** A delivery and a record for each device; what has not arrived yet goes with it. */
  private async handOver(
    tx: Tx,
    push: Omit<PushRecordRow, 'recordId'> & { before: readonly number[]; more: number },
  ): Promise<void> {
    const { userId, conversationId, at, before, more, ...rest } = push;
    const devices = await subscribedDevices(tx, userId);
    const waiting = await lockDeliveries(tx, { userId, conversationId });
    for (const deviceId of devices) {
      const recordId = this.ids.next();
      const older = waiting.get(deviceId);
      const fresh = [...new Set([...(older?.seqs.slice(-older.fresh) ?? []), ...rest.seqs])].slice(-PUSH_SEQS);
      const seqs = [...new Set([...before.filter((seq) => !fresh.includes(seq)), ...fresh])].slice(-PUSH_SEQS);
      const key = { userId, conversationId, deviceId, recordId };
      const counts = { seqs, fresh: fresh.length, more: more + (older?.more ?? 0) };
      await storeDelivery(tx, { ...key, ...counts, tries: 0, dueAt: at, expiresAt: at + PUSH.ttlMs });
      if (older !== undefined) await answerRecord(tx, older, { answer: 'replaced' });
      await insertRecords(tx, [{ ...rest, userId, conversationId, at, recordId, deviceId }]);
    }
  }
}

function planOf(window: PushWindowRow, known: readonly KnownFacts[]): Planned {
  const { pushedAt, systemPushedAt } = window;
  const waiting = known.map((facts, index) => ({
    seq: window.seqs[index] ?? 0,
    at: facts.message.at,
    decision: decidePush({ ...facts, pushedAt, systemPushedAt }),
  }));
  const plan = planPushWindow(waiting, window);
  const system = new Set(window.seqs.filter((_, index) => known[index]?.message.system === true));
  return { plan, seen: new Set(window.seqs), isSystem: plan.push?.seqs.some((seq) => system.has(seq)) === true };
}

/** Without what was decided, with what came in meanwhile: that is looked at now, or when the burst is over. */
function nextWindow(
  current: PushWindowRow,
  { plan: { suppressed, push, dueAt }, seen, isSystem, now }: Planned & { now: number },
): PushWindowRow & { dueAt: number | null } {
  const decided = new Set([...suppressed.flatMap(({ seqs }) => seqs), ...(push?.seqs ?? [])]);
  const left = current.seqs
    .map((seq, index) => ({ seq, place: current.places[index] ?? 0 }))
    .filter(({ seq }) => !decided.has(seq));
  const pushedAt = push === null ? current.pushedAt : now;
  const newAt = left.some(({ seq }) => !seen.has(seq))
    ? Math.max(now, pushedAt === null ? now : pushedAt + PUSH.burstMs)
    : null;
  return {
    ...current,
    seqs: left.map(({ seq }) => seq),
    places: left.map(({ place }) => place),
    more: left.length === 0 ? 0 : current.more - (push?.more ?? 0),
    pushedAt,
    systemPushedAt: isSystem ? now : current.systemPushedAt,
    pushedSeqs: push === null ? current.pushedSeqs : [...push.before, ...push.seqs],
    dueAt: left.length === 0 ? null : Math.min(dueAt ?? Infinity, newAt ?? Infinity),
  };
}

function keyOf({ userId, conversationId }: { userId: string; conversationId: string }): string {
  return `${userId}:${conversationId}`;
}
