import { Injectable } from '@nestjs/common';
import type { Message } from '@parley/contract';
import { demandSaid, react } from '@parley/core';
import type { Actor } from '../auth/actor.js';
import { ChangeMessage, marksOf, type MessageAt } from './change-message.js';
import { storeReaction } from './message-acts.repo.js';

/** Reacts with an emoji, or takes that back. */
@Injectable()
export class ReactToMessage {
  constructor(private readonly change: ChangeMessage) {}

  execute(
    actor: Actor,
    { conversationId, seq }: MessageAt,
    { emoji, on }: { emoji: string; on: boolean },
  ): Promise<Message> {
    const { userId } = actor;
    return this.change.execute(actor, { conversationId, seq }, async (tx, { message, acted, now }) => {
      if (on) demandSaid(acted);
      const changed = await storeReaction(tx, { conversationId, seq, userId, emoji }, on ? { at: now } : null);
      if (!changed) return null;
      const marks = marksOf(message);
      return { kind: 'reaction', marks: { ...marks, reactions: react(marks.reactions ?? [], { emoji, userId, on }) } };
    });
  }
}
