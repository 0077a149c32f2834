import { Inject, Injectable } from '@nestjs/common';
import type { Message } from '@parley/contract';
import { checkRecall, roleOf } from '@parley/core';
import { MESSAGE_KIND } from '@parley/db';
import type { Actor } from '../auth/actor.js';
import type { Config } from '../platform/config.js';
import { CONFIG } from '../platform/platform.module.js';
import { ChangeMessage, type MessageAt } from './change-message.js';
import { deleteTraces, membersOf } from './message-acts.repo.js';

/** Takes a message back: its place stays, with who took it back. What it said is kept as a version and served to nobody. */
@Injectable()
export class RecallMessage {
  constructor(
    private readonly change: ChangeMessage,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  execute(actor: Actor, at: MessageAt): Promise<Message> {
    const { conversationId, seq } = at;
    return this.change.execute(actor, at, async (tx, { message, acted, actor: me, now }) => {
      // Recalled by the same person before: the answer got lost.
      if (message.marks?.recalled?.by === me.userId) return null;
      const sender = (await membersOf(tx, conversationId, [message.senderId])).get(message.senderId);
      const senderRole = sender === undefined ? null : roleOf(sender.role);
      checkRecall({ ...acted, senderRole }, me, { now: now.getTime(), windowMs: this.config.policy.recallWindowMs });
      await deleteTraces(tx, conversationId, seq);
      const content = { kind: MESSAGE_KIND.recalled, text: null, structure: null };
      return { kind: 'recall', content, marks: { recalled: { by: me.userId } } };
    });
  }
}
