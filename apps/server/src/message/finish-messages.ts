import { Injectable } from '@nestjs/common';
import type { OutboxRow, Shard } from '@parley/db';
import { FanOut } from '../fanout/fan-out.js';
import { StoredMessages } from './stored-messages.js';

/** Fans out stored messages that the hot path left behind. */
@Injectable()
export class FinishMessages {
  constructor(
    private readonly messages: StoredMessages,
    private readonly fanOut: FanOut,
  ) {}

  async execute(shard: Shard, row: Extract<OutboxRow, { kind: 'message' }>): Promise<void> {
    await this.fanOut.run({ shard, outboxId: row.id }, await this.messages.items(shard, row.payload));
  }
}
