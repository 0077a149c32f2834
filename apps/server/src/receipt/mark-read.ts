import { Injectable } from '@nestjs/common';
import { ParleyError, type ReadState } from '@parley/contract';
import { isToldOf } from '@parley/core';
import type { ReadOutcome, ReadReport } from '@parley/db';
import type { Actor } from '../auth/actor.js';
import { ConversationAccess } from '../conversation/conversation.access.js';
import { OrgRules } from '../org/org-rules.js';
import { DeliveryPublisher } from '../fanout/delivery-publisher.js';
import { Batcher } from '../platform/batcher.js';
import { ReadStore } from './read-store.js';

const GATHER = { waitMs: 10, max: 200, bound: 10_000 };

/** "I have read up to here": only forward. The reader's other devices get an entry, the others who look a signal. */
@Injectable()
export class MarkRead {
  private readonly batcher: Batcher<ReadReport, ReadOutcome | ParleyError | null>;

  constructor(
    store: ReadStore,
    private readonly access: ConversationAccess,
    private readonly publisher: DeliveryPublisher,
    private readonly rules: OrgRules,
  ) {
    this.batcher = new Batcher((reports) => store.advance(reports), GATHER);
  }

  async execute(actor: Actor, { conversationId, seq }: { conversationId: string; seq: number }): Promise<ReadState> {
    const outcome = await this.batcher.add({ conversationId, userId: actor.userId, seq });
    if (outcome instanceof ParleyError) throw outcome;
    if (outcome === null) throw new ParleyError('CONVERSATION_NOT_FOUND');
    // A hint: what was read is stored.
    if (outcome.moved) await this.tell(actor.userId, conversationId, outcome.readSeq).catch(() => undefined);
    return { readSeq: outcome.readSeq, readOrd: outcome.readOrd };
  }

  private async tell(userId: string, conversationId: string, readSeq: number): Promise<void> {
    const [members, rules] = await Promise.all([this.access.membersFor(userId, conversationId), this.rules.receipts()]);
    const others = members.filter((viewer) => viewer !== userId && isToldOf(rules, { viewer, reader: userId }));
    this.publisher.signal(
      others,
      { kind: 'receipt', conversationId, userId, readSeq, deliveredSeq: readSeq },
      conversationId,
    );
  }
}
