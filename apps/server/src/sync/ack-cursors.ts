import { Injectable } from '@nestjs/common';
import { ackCursors, type CursorAck, type Delivered, type Shard, ShardRouter } from '@parley/db';
import { Clock } from '../platform/clock.js';
import { settleShards } from '../platform/settle-shards.js';
import { withFreshMap } from '../platform/with-fresh-map.js';
import { NoteDelivered } from '../receipt/note-delivered.js';

/** Cursors of many devices in one call. What they newly cover has been delivered; senders who look are told. */
@Injectable()
export class AckCursors {
  constructor(
    private readonly shards: ShardRouter,
    private readonly clock: Clock,
    private readonly delivered: NoteDelivered,
  ) {}

  /** Lines up with the acks; false: its shard is away, the device tells it again. */
  async execute(acks: readonly CursorAck[]): Promise<boolean[]> {
    const now = this.clock.now();
    const { answered, away } = await withFreshMap(this.shards, () =>
      settleShards(
        this.shards.groupByShard(acks, ({ userId }) => userId),
        (shard, mine): Promise<Delivered[]> => store(shard, mine, now),
      ),
    );
    this.delivered.note(answered.flatMap(({ answer }) => answer));
    const missing = new Set(away);
    return acks.map((ack) => !missing.has(ack));
  }
}

/** An incarnation that is no number was never given out: such a cursor is nobody's. */
function store(shard: Shard, acks: readonly CursorAck[], now: number): Promise<Delivered[]> {
  const real = acks.filter(({ incarnation }) => /^\d{1,18}$/.test(incarnation));
  return ackCursors(shard, real, now);
}
