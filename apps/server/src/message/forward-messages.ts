import { Injectable } from '@nestjs/common';
import { type ForwardRequest, type Message, type MessageSent, ParleyError } from '@parley/contract';
import { planForward } from '@parley/core';
import { ShardRouter } from '@parley/db';
import type { Actor } from '../auth/actor.js';
import { UserAccess } from '../org/user.access.js';
import { MessageAppender } from './message-appender.js';
import { forwardColumns } from './message-content.js';
import { MessageAccess } from './message.access.js';
import { findForward } from './message.repo.js';
import { PendingSend } from './pending-send.js';
import { SendStreams } from './send-streams.js';

type Target = { conversationId: string };

/**
 * Sends a copy of messages that the actor may read to another conversation. The same key and the same messages again are
 * the first forward, also when those messages have changed since, or can't be read any more.
 */
@Injectable()
export class ForwardMessages {
  /** A forward stands alone: it waits for no send of its device, and none waits for it. */
  private readonly streams = new SendStreams();

  constructor(
    private readonly shards: ShardRouter,
    private readonly access: MessageAccess,
    private readonly users: UserAccess,
    private readonly appender: MessageAppender,
  ) {}

  async execute(actor: Actor, { conversationId }: Target, request: ForwardRequest): Promise<MessageSent> {
    const { clientMsgId, from } = request;
    const shard = this.shards.forConversation(conversationId);
    const before = await findForward(shard, { conversationId, senderId: actor.userId, clientMsgId, from });
    if (before === 'other') throw new ParleyError('CONFLICT', { clientMsgId });
    if (before !== null) return before;
    const messages = await this.load(actor, from);
    const names = new Map(
      (await this.users.summaries(messages.map(({ senderId }) => senderId))).map(({ userId, name }) => [userId, name]),
    );
    const plan = planForward(messages, { merged: request.merged, nameOf: (userId) => names.get(userId) ?? '' });
    const input = { conversationId, clientMsgId };
    return this.appender.append(
      new PendingSend({ actor, origin: '', input, columns: forwardColumns(plan, from) }, this.streams),
    );
  }

  /** All of them, or FORWARD_NOT_FOUND: what the actor may not see and what is not there look the same. */
  private async load(actor: Actor, { conversationId, seqs }: ForwardRequest['from']): Promise<Message[]> {
    const found = await this.access.byKeys(
      actor.userId,
      seqs.map((seq) => ({ conversationId, seq })),
    );
    return seqs.map((seq) => {
      const message = found.get(`${conversationId}:${seq}`);
      if (message === undefined) throw new ParleyError('FORWARD_NOT_FOUND', { seq });
      return message;
    });
  }
}
