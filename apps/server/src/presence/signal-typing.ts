import { Injectable } from '@nestjs/common';
import type { Actor } from '../auth/actor.js';
import { ConversationAccess } from '../conversation/conversation.access.js';
import { DeliveryPublisher } from '../fanout/delivery-publisher.js';

/** Somebody types: the other members who have the conversation open are told, nothing is kept. */
@Injectable()
export class SignalTyping {
  constructor(
    private readonly access: ConversationAccess,
    private readonly publisher: DeliveryPublisher,
  ) {}

  async execute(actor: Actor, conversationId: string): Promise<void> {
    const members = await this.access.membersFor(actor.userId, conversationId);
    const others = members.filter((userId) => userId !== actor.userId);
    this.publisher.signal(others, { kind: 'typing', conversationId, userId: actor.userId }, conversationId);
  }
}
