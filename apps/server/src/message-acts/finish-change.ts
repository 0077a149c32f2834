import { Injectable } from '@nestjs/common';
import type { Message } from '@parley/contract';
import {
  changeAudience,
  conversationAccess,
  ENTRY_KIND,
  maySee,
  messagesInRanges,
  type OutboxPayloads,
  type Shard,
  visibleToAll,
} from '@parley/db';
import { FanOut, type FanoutItem } from '../fanout/fan-out.js';
import { RoomPublisher } from '../fanout/room-publisher.js';
import { MessageAccess, shownMessage } from '../message/message.access.js';
import { Logger } from '../platform/logger.js';

type Row = { outboxId: string; payload: OutboxPayloads['change'] };

const PAGE = 1_000;

/**
 * A changed message is told to the members who may see it, as it is when they are told: by their inboxes, or in read mode to
 * those who look, and to the others by the head's rev. May be repeated.
 */
@Injectable()
export class FinishChange {
  constructor(
    private readonly fanOut: FanOut,
    private readonly rooms: RoomPublisher,
    private readonly messages: MessageAccess,
    private readonly logger: Logger,
  ) {}

  /** Right after the commit. What can't be done now is in the outbox. */
  async now(shard: Shard, row: Row): Promise<void> {
    await this.execute(shard, row).catch((error: unknown) =>
      this.logger.warn('a change of a message is left to the worker', {
        conversationId: row.payload.conversationId,
        err: error,
      }),
    );
  }

  async execute(shard: Shard, { outboxId, payload }: Row): Promise<void> {
    const { conversationId, seq, rev, actorId, mode = 'write' } = payload;
    const [row] = await messagesInRanges(shard, [{ conversationId, from: seq, to: seq }]);
    // Purged meanwhile: that is told by itself.
    if (row === undefined) return this.fanOut.run({ shard, outboxId }, []);
    this.messages.noteChanged(row);
    const message = shownMessage(row);
    let encoded: string | null = null;
    const body = (): string =>
      (encoded ??= `"v":1,"kind":"change","conversationId":"${conversationId}","seq":${seq},"rev":${rev},"by":"${actorId}","message":${JSON.stringify(message)}}`);
    if (mode === 'read') await this.say(shard, message, { rev, by: actorId });
    const userIds = await (mode === 'read' ? this.concerned(shard, payload) : this.audience(shard, payload));
    const items = userIds.map((userId): FanoutItem => ({
      entry: { userId, conversationId, kind: ENTRY_KIND.change, rev, seq, payload: { by: actorId } },
      origin: '',
      body,
    }));
    await this.fanOut.run({ shard, outboxId }, items);
  }

  private async say(shard: Shard, message: Message, change: { rev: number; by: string }): Promise<void> {
    const { conversationId, seq } = message;
    const [access, visible] = await Promise.all([
      conversationAccess(shard, [conversationId]),
      visibleToAll(shard, [conversationId]),
    ]);
    const { accessVersion } = access.get(conversationId) ?? { accessVersion: 0 };
    this.rooms.say([{ message, accessVersion, hidden: seq < (visible.get(conversationId) ?? 0), change }]);
  }

  /** In read mode, as with a message: the one who did it, for their other devices, and those whom it names or named before. */
  private async concerned(
    shard: Shard,
    { conversationId, seq, actorId, called = [] }: Row['payload'],
  ): Promise<string[]> {
    return [...new Set([actorId, ...(await maySee(shard, { conversationId, seq }, called))])];
  }

  private async audience(shard: Shard, { conversationId, seq }: Row['payload']): Promise<string[]> {
    const found: string[] = [];
    for (let after = '0'; ;) {
      const page = await changeAudience(shard, { conversationId, seq, after, limit: PAGE });
      found.push(...page);
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE) return found;
      after = last;
    }
  }
}
