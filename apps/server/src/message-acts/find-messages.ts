import { Injectable } from '@nestjs/common';
import { type Message, type MessageVersion, ParleyError, type SavedPage } from '@parley/contract';
import { MESSAGE_KIND, ShardRouter } from '@parley/db';
import type { Actor } from '../auth/actor.js';
import { contentOf } from '../message/message-content.js';
import { MessageAccess } from '../message/message.access.js';
import { type MessagePlace, messagePlaceOf } from '../platform/page-place.js';
import type { MessageAt } from './change-message.js';
import { pinnedSeqs, savedPage, type SavedRow, versionsOf } from './message-acts.repo.js';

/** Messages by what was done to them, each as far as the reader may see it. */
@Injectable()
export class FindMessages {
  constructor(
    private readonly shards: ShardRouter,
    private readonly access: MessageAccess,
  ) {}

  async pinned({ userId }: Actor, conversationId: string): Promise<Message[]> {
    const seqs = await pinnedSeqs(this.shards.forConversation(conversationId), conversationId, userId);
    if (seqs === null) throw new ParleyError('CONVERSATION_NOT_FOUND');
    return this.inOrder(
      userId,
      seqs.map((seq) => ({ conversationId, seq })),
    );
  }

  /** Nothing of a recalled message, and nothing to one who has left since it was edited. */
  async versions({ userId }: Actor, at: MessageAt): Promise<MessageVersion[]> {
    const [message] = await this.inOrder(userId, [at]);
    if (message === undefined) throw new ParleyError('MESSAGE_NOT_FOUND');
    if (message.edited === undefined) return [];
    const rows = await versionsOf(this.shards.forConversation(at.conversationId), at.conversationId, at.seq);
    const { version: current } = message.edited;
    return rows
      .filter(({ version }) => version < current)
      .map(({ version, text, structure, by, at: replaced }) => ({
        version,
        content: contentOf({ kind: MESSAGE_KIND.text, text, structure }, null),
        replacedAt: replaced.getTime(),
        replacedBy: by,
      }));
  }

  async saved({ userId }: Actor, { after, limit }: { after?: string | undefined; limit: number }): Promise<SavedPage> {
    const from = after === undefined ? null : savedAfter(messagePlaceOf(after));
    const rows = await savedPage(this.shards.forUser(userId), { userId, after: from, limit: limit + 1 });
    const page = rows.slice(0, limit);
    const found = await this.access.byKeys(userId, page);
    const messages = page.flatMap(({ conversationId, seq, savedAt }) => {
      const message = found.get(`${conversationId}:${seq}`);
      return message === undefined || message.content.type === 'recalled' ? [] : [{ savedAt, message }];
    });
    const last = page.at(-1);
    const next =
      rows.length > limit && last !== undefined ? `${last.savedAt}:${last.conversationId}:${last.seq}` : null;
    return { messages, next };
  }

  private async inOrder(userId: string, keys: readonly MessageAt[]): Promise<Message[]> {
    const found = await this.access.byKeys(userId, keys);
    return keys.flatMap(({ conversationId, seq }) => found.get(`${conversationId}:${seq}`) ?? []);
  }
}

function savedAfter({ at: savedAt, ...key }: MessagePlace): SavedRow {
  return { ...key, savedAt };
}
