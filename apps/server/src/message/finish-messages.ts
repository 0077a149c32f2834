import { Injectable } from '@nestjs/common';
import type { OutboxRow, Shard } from '@parley/db';
import { FanOut } from '../fanout/fan-out.js';
import { RoomPublisher } from '../fanout/room-publisher.js';
import { StoredMessages } from './stored-messages.js';

/** Fans out stored messages that the hot path left behind. */
@Injectable()
export class FinishMessages {
  constructor(
    private readonly messages: StoredMessages,
    private readonly fanOut: FanOut,
    private readonly rooms: RoomPublisher,
  ) {}

  async execute(shard: Shard, row: Extract<OutboxRow, { kind: 'message' }>): Promise<void> {
    const { items, said, oldestAt } = await this.messages.toFanOut(shard, row.payload);
    this.rooms.say(said);
    await this.fanOut.run({ shard, outboxId: row.id, committedAt: oldestAt }, items);
  }
}
