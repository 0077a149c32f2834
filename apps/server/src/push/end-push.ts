import type { PushAnswer, PushSuppressed } from '@parley/core';
import { holdingBuckets, type Shard } from '@parley/db';
import { delayDelivery, endDelivery, type PushDeliveryRow } from './push-delivery.repo.js';
import { answerRecord } from './push-record.repo.js';
import { removeSubscription } from './push-subscription.repo.js';

/** What became of one delivery. `lost`: the subscription that nothing goes to any more. */
export type DeliveryEnd =
  | { end: 'answered'; answer: Exclude<PushAnswer, 'replaced'>; lost?: string }
  | { end: 'suppressed'; reason: PushSuppressed; lost?: string }
  | { end: 'delayed'; dueAt: number };

/** Writes it down, with the record of it, in one transaction. */
export async function endPush(
  shard: Shard,
  row: PushDeliveryRow,
  { end, now }: { end: DeliveryEnd; now: number },
): Promise<void> {
  await holdingBuckets(shard, [row.userId], async (tx) => {
    if (end.end === 'delayed') return delayDelivery(tx, row, end.dueAt);
    // The inbox first: that is the order of fan-out.
    if (end.lost !== undefined) await removeSubscription(tx, row, end.lost);
    await endDelivery(tx, row, now);
    await answerRecord(tx, row, {
      answer: end.end === 'answered' ? end.answer : null,
      ...(end.end === 'suppressed' && { suppressed: end.reason }),
    });
  });
}
