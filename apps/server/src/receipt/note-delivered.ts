import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { advanceDelivered, type Delivered, ShardRouter } from '@parley/db';
import { ConversationAccess } from '../conversation/conversation.access.js';
import { DeliveryPublisher } from '../fanout/delivery-publisher.js';
import { Logger } from '../platform/logger.js';
import { settleShards } from '../platform/settle-shards.js';
import { withFreshMap } from '../platform/with-fresh-map.js';

const GATHER_MS = 200;
/** A shard that is away is tried again after this long. */
const AGAIN_MS = 2_000;
/** Watermarks that may wait; beyond, they are dropped: the device's next connection tells its cursor anew. */
const MAX_WAITING = 50_000;

/** Delivered watermarks, derived from cursors: coalesced, stored, and told to those who have the conversation open. */
@Injectable()
export class NoteDelivered implements OnApplicationShutdown {
  private waiting = new Map<string, Delivered>();
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> | null = null;
  private stopping = false;

  constructor(
    private readonly shards: ShardRouter,
    private readonly access: ConversationAccess,
    private readonly publisher: DeliveryPublisher,
    private readonly logger: Logger,
  ) {}

  note(delivered: readonly Delivered[], waitMs = GATHER_MS): void {
    for (const one of delivered) {
      const key = `${one.conversationId}:${one.userId}`;
      if (one.seq <= (this.waiting.get(key)?.seq ?? 0)) continue;
      if (this.waiting.size >= MAX_WAITING) return;
      this.waiting.set(key, one);
    }
    if (this.waiting.size > 0) this.timer ??= setTimeout(() => void this.flush(), waitMs);
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping = true;
    await this.flush();
  }

  private async flush(): Promise<void> {
    await this.running;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    const batch = [...this.waiting.values()];
    this.waiting = new Map();
    if (batch.length === 0) return;
    this.running = this.store(batch).catch((error: unknown) => {
      this.logger.warn('delivered watermarks were not stored', { count: batch.length, err: error });
    });
    await this.running;
  }

  private async store(batch: readonly Delivered[]): Promise<void> {
    const { answered, away } = await withFreshMap(this.shards, () =>
      settleShards(
        this.shards.groupByShard(batch, ({ conversationId }) => conversationId),
        advanceDelivered,
      ),
    );
    // Their cursors are stored, so nobody would derive them again.
    if (!this.stopping) this.note(away, AGAIN_MS);
    // Together: the members of all that moved are one question.
    await Promise.all(answered.flatMap(({ answer }) => answer).map((moved) => this.tell(moved)));
  }

  private async tell({ conversationId, userId, seq }: Delivered): Promise<void> {
    const members = await this.access.membersFor(userId, conversationId).catch(() => []);
    // readSeq 0: not told here; watermarks only move forward.
    this.publisher.signal(
      members.filter((member) => member !== userId),
      { kind: 'receipt', conversationId, userId, readSeq: 0, deliveredSeq: seq },
      conversationId,
    );
  }
}
