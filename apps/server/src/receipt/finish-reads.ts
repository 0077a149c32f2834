import { Injectable } from '@nestjs/common';
import type { OutboxRow, Shard } from '@parley/db';
import { FanOut } from '../fanout/fan-out.js';
import { readItem } from './read-fanout.js';

/** Fans out read watermarks that the hot path left behind. */
@Injectable()
export class FinishReads {
  constructor(private readonly fanOut: FanOut) {}

  async execute(shard: Shard, row: Extract<OutboxRow, { kind: 'read' }>): Promise<void> {
    await this.fanOut.run({ shard, outboxId: row.id }, row.payload.map(readItem));
  }
}
