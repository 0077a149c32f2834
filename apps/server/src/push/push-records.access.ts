import { Injectable } from '@nestjs/common';
import { ParleyError, type PushRecord, type PushRecordPage } from '@parley/contract';
import { decidePush, type PushDerived } from '@parley/core';
import { type Shard, ShardRouter } from '@parley/db';
import type { Actor } from '../auth/actor.js';
import { Clock } from '../platform/clock.js';
import { RECORDS_KEPT_MS } from './clean-pushes.js';
import { type KnownFacts, PushFactsLoader } from './push-facts.js';
import { recordPage, type PushRecordRow } from './push-record.repo.js';
import { isWaiting } from './push-window.repo.js';

type Query = {
  conversationId?: string | undefined;
  seq?: number | undefined;
  after?: string | undefined;
  limit: number;
};
type One = { userId: string; conversationId: string; seq: number };

/** The one door to why somebody was notified, or was not: each sees their own. */
@Injectable()
export class PushRecordsAccess {
  constructor(
    private readonly shards: ShardRouter,
    private readonly facts: PushFactsLoader,
    private readonly clock: Clock,
  ) {}

  async page({ userId }: Actor, { conversationId, seq, after, limit }: Query): Promise<PushRecordPage> {
    const shard = this.shards.forUser(userId);
    const rows = await recordPage(shard, {
      userId,
      conversationId: conversationId ?? null,
      seq: seq ?? null,
      after: after ?? null,
      limit: limit + 1,
    });
    const shown = rows.slice(0, limit);
    const isOne = conversationId !== undefined && seq !== undefined && after === undefined;
    const derived = isOne && rows.length === 0 ? await this.derive(shard, { userId, conversationId, seq }) : null;
    return {
      records: shown.map(recordView),
      next: rows.length > limit ? (shown.at(-1)?.recordId ?? null) : null,
      derived,
    };
  }

  /** Why nothing is on record about a message. */
  private async derive(shard: Shard, one: One): Promise<PushDerived> {
    const now = this.clock.now();
    const [[known], waits] = await Promise.all([
      this.facts.load(shard, [{ ...one, place: null }], now),
      isWaiting(shard, one),
    ]);
    if (known === undefined || known.row === null) throw new ParleyError('MESSAGE_NOT_FOUND');
    return waits ? 'waiting' : derivedReason(known, now);
  }
}

/** What never came up for a decision: nobody could be pushed to, or nothing was to be said. */
function derivedReason(known: KnownFacts, now: number): PushDerived {
  const { message, conversation, targets } = known;
  if (message.own) return 'own';
  if (now - message.at > RECORDS_KEPT_MS) return 'not-kept';
  if (targets === 0) return 'no-target';
  if (conversation.large && message.calls !== 'me') {
    return message.calls === 'all' ? 'large-calls-all' : 'large-not-mentioned';
  }
  const decision = decidePush({ ...known, online: false, pushedAt: null, systemPushedAt: null });
  // Said before this device asked to be pushed to, or beyond what one push names.
  return decision.act === 'suppress' ? decision.reason : 'not-considered';
}

function recordView({
  recordId,
  conversationId,
  seqs,
  decision,
  reason,
  at,
  deviceId,
  answer,
}: PushRecordRow): PushRecord {
  return { id: recordId, conversationId, seqs: [...seqs], decision, reason, at, deviceId, answer };
}
