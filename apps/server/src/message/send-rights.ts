import { Injectable } from '@nestjs/common';
import { ParleyError } from '@parley/contract';
import { checkMentionRights, namedIn } from '@parley/core';
import { ConversationAccess, type PostingRight } from '../conversation/conversation.access.js';
import { AnswerRights } from './answer-rights.js';
import type { PendingSend } from './pending-send.js';

type Decided = PostingRight | ParleyError;

/** Whether sends may be stored as they are: their senders may post, call whom they call, and see what they answer. */
@Injectable()
export class SendRights {
  constructor(
    private readonly access: ConversationAccess,
    private readonly answers: AnswerRights,
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
    const sayings = sends.map(({ actor, input: { conversationId, content } }, index) =>
      content === undefined || decided[index] instanceof ParleyError
        ? null
        : { userId: actor.userId, conversationId, content },
    );
    const refused = await this.answers.refusals(sayings, 'lanes');
    return decided.map((right, index) => refused[index] ?? right);
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
