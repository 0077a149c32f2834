import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { backoffMs, decidePush, type PushSuppressed } from '@parley/core';
import { type Shard, ShardRouter } from '@parley/db';
import { Clock } from '../platform/clock.js';
import { Logger } from '../platform/logger.js';
import { metrics } from '../platform/metrics.js';
import { PushContent } from './push-content.js';
import { type ClaimedDelivery, claimDeliveries } from './push-delivery.repo.js';
import { type DeliveryEnd, endPush } from './end-push.js';
import { type KnownFacts, PushFactsLoader } from './push-facts.js';
import { PUSH_PROVIDER, type PushOutcome, type PushProvider, type PushTarget } from './push-provider.js';
import { type Welcome, welcomeDevices } from './push-target.repo.js';

/** A claimed delivery comes up again after this long: whoever sent it died. Longer than a push service may take. */
const LEASE_MS = 30_000;
/** A push service that refuses is asked again after this long at most, and anywhere below. */
const BACKOFF = { baseMs: 4_000, capMs: 10 * 60_000 };

/**
 * Sends what was decided. Everything is asked again at this moment: whether they may see it, whether they have read it, whether
 * the device is still theirs. Killed after the send and before it is written down, the same push is sent once more, and its
 * topic makes it take the place of the first.
 */
@Injectable()
export class DeliverPushes {
  constructor(
    private readonly shards: ShardRouter,
    private readonly facts: PushFactsLoader,
    private readonly content: PushContent,
    @Inject(PUSH_PROVIDER) private readonly provider: PushProvider,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** Claims up to so many, as many on each shard; what is to be done with each. Never rejects. */
  async claim(limit: number): Promise<(() => Promise<void>)[]> {
    const { shards } = this.shards;
    const each = Math.ceil(limit / shards.length);
    const claims = await Promise.all(shards.map((shard) => this.claimOf(shard, each)));
    return claims.flat();
  }

  private async claimOf(shard: Shard, limit: number): Promise<(() => Promise<void>)[]> {
    try {
      const now = this.clock.now();
      const rows = await claimDeliveries(shard, { now, limit, leaseMs: LEASE_MS });
      if (rows.length === 0) return [];
      const deviceIds = rows.map(({ deviceId }) => deviceId);
      const welcome = await welcomeDevices(this.shards.directory, deviceIds);
      return rows.map((row) => () => this.deliver(shard, row, welcome));
    } catch (error) {
      this.logger.warn('pushes could not be looked up', { shard: shard.name, err: error });
      return [];
    }
  }

  private async deliver(shard: Shard, row: ClaimedDelivery, welcome: Welcome): Promise<void> {
    try {
      const end = await this.endOf(shard, row, welcome);
      await endPush(shard, row, { end, now: this.clock.now() });
      metrics.pushes.inc({ outcome: end.end === 'answered' ? end.answer : end.end });
    } catch (error) {
      this.logger.warn('a push is tried again', { shard: shard.name, recordId: row.recordId, err: error });
    }
  }

  private async endOf(shard: Shard, row: ClaimedDelivery, welcome: Welcome): Promise<DeliveryEnd> {
    const { target, userId, conversationId, seqs, fresh } = row;
    if (target === null) return { end: 'suppressed', reason: 'no-target' };
    const isTheirs = welcome.get(row.deviceId);
    if (isTheirs === undefined) return { end: 'suppressed', reason: 'signed-out', lost: target.endpoint };
    // Somebody else is signed in there by now.
    if (!isTheirs(target.endpoint)) return { end: 'suppressed', reason: 'no-target', lost: target.endpoint };
    const now = this.clock.now();
    if (now >= row.expiresAt) return { end: 'answered', answer: 'expired' };
    const asks = seqs.map((seq) => ({ userId, conversationId, seq, place: null }));
    const known = await this.facts.load(shard, asks, now);
    const refusals = known.map(refusalOf);
    const last = refusals.findLastIndex((refusal) => refusal === null);
    const isNew = last >= seqs.length - fresh;
    const facts = known[last];
    if (!isNew || facts === undefined) return { end: 'suppressed', reason: refusals.at(-1) ?? 'gone' };
    const count = refusals.filter((refusal) => refusal === null).length + row.more;
    const payload = await this.content.of({ conversationId, seq: seqs[last] ?? 0, count, facts });
    const outcome = await this.provider.send(target, {
      payload: Buffer.from(JSON.stringify(payload)),
      topic: topicOf(userId, conversationId),
      ttlS: Math.floor((row.expiresAt - now) / 1_000),
    });
    return this.afterSend(row, target, outcome);
  }

  private afterSend(row: ClaimedDelivery, { endpoint }: PushTarget, outcome: PushOutcome): DeliveryEnd {
    if (outcome.outcome === 'delivered') return { end: 'answered', answer: 'delivered' };
    if (outcome.outcome === 'gone') return { end: 'answered', answer: 'gone', lost: endpoint };
    const { host } = new URL(endpoint);
    if (outcome.outcome === 'failed') {
      this.logger.warn('a push was refused', { host, recordId: row.recordId, why: outcome.why });
      return { end: 'answered', answer: 'failed' };
    }
    const now = this.clock.now();
    const dueAt = now + (outcome.afterMs ?? 1_000 + backoffMs(row.tries, Math.random(), BACKOFF));
    if (dueAt >= row.expiresAt) return { end: 'answered', answer: 'expired' };
    this.logger.info('a push waits for its service', { host, recordId: row.recordId, why: outcome.why });
    return { end: 'delayed', dueAt };
  }
}

/** Why a message is not said at this moment, whoever waited before; null: it is. */
function refusalOf(facts: KnownFacts): PushSuppressed | null {
  const decision = decidePush({ ...facts, online: false, pushedAt: null, systemPushedAt: null });
  return decision.act === 'suppress' ? decision.reason : null;
}

/** The same for the same person and conversation, and nothing that a push service could know them by. */
function topicOf(userId: string, conversationId: string): string {
  return createHash('sha256').update(`${userId}:${conversationId}`).digest('base64url').slice(0, 32);
}
