import { Injectable } from '@nestjs/common';
import { ParleyError } from '@parley/contract';
import { checkMentionRights, namedIn } from '@parley/core';
import { answerable, ShardRouter } from '@parley/db';
import { ConversationAccess, type PostingRight } from '../conversation/conversation.access.js';
import type { PendingSend } from './pending-send.js';

type Decided = PostingRight | ParleyError;

/** Whether sends may be stored as they are: their senders may post, call whom they call, and see what they answer. */
@Injectable()
export class SendRights {
  constructor(
    private readonly access: ConversationAccess,
    private readonly shards: ShardRouter,
  ) {}

  /** Lines up with the sends. Costs no query where rights are known and nothing is answered. */
  async of(sends: readonly PendingSend[]): Promise<Decided[]> {
    const asks = sends.map(({ actor, input: { conversationId, clientMsgId, content } }) => ({
      actorId: actor.userId,
      conversationId,
      clientMsgId,
      called: content === undefined ? [] : namedIn(content),
    }));
    return this.access.forPosting(asks, (rights) => this.further(sends, rights));
  }

  forget(conversationId: string): void {
    this.access.forget(conversationId);
  }

  private further(sends: readonly PendingSend[], rights: readonly Decided[]): Promise<Decided[]> {
    const decided = sends.map((send, index) => withMentions(send, rights[index] ?? new ParleyError('INTERNAL')));
    return this.withReplies(sends, decided);
  }

  private async withReplies(sends: readonly PendingSend[], decided: readonly Decided[]): Promise<Decided[]> {
    const answers = sends.flatMap(({ actor, input }, index) => {
      if (decided[index] instanceof ParleyError) return [];
      const { replyTo, thread } = input.content ?? {};
      const ask = { index, userId: actor.userId, conversationId: input.conversationId };
      return [
        ...(replyTo === undefined ? [] : [{ ...ask, seq: replyTo.seq, inThread: false }]),
        ...(thread === undefined ? [] : [{ ...ask, seq: thread.seq, inThread: true }]),
      ];
    });
    if (answers.length === 0) return [...decided];
    const groups = this.shards.groupByShard(answers, ({ conversationId }) => conversationId);
    const refused = new Map<number, ParleyError>();
    for (const [shard, mine] of groups) {
      const may = await answerable(shard, mine);
      mine.forEach(({ index, inThread }, place) => {
        if (may[place] === true) return;
        refused.set(index, new ParleyError(inThread ? 'THREAD_NOT_FOUND' : 'REPLY_NOT_FOUND'));
      });
    }
    return decided.map((right, index) => refused.get(index) ?? right);
  }
}

function withMentions({ input }: PendingSend, right: Decided): Decided {
  const mentions = input.content?.mentions;
  if (right instanceof ParleyError || mentions === undefined) return right;
  try {
    checkMentionRights(mentions, right);
    return right;
  } catch (error) {
    return error instanceof ParleyError ? error : new ParleyError('INTERNAL');
  }
}
