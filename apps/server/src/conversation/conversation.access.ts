import { Injectable } from '@nestjs/common';
import { ParleyError } from '@parley/contract';
import { type ConversationAccess as AccessRow, conversationAccess, ShardRouter } from '@parley/db';

/** Conversations whose rights are kept in memory; a send compares the version, so an old one is noticed, never obeyed. */
const CACHED = 50_000;

/** The right to post, as of an access version that the store compares when it inserts. */
export type PostingRight = {
  accessVersion: number;
  memberIds: readonly string[];
  authorDepartmentId: string | null;
};

type Known = { accessVersion: number; memberIds: readonly string[] };

/** The one door to conversations for those who post: missing and forbidden look the same. Reads are entitled by their SQL. */
@Injectable()
export class ConversationAccess {
  private readonly cache = new Map<string, Known>();

  constructor(private readonly shards: ShardRouter) {}

  /** Rights of many sends, one query a shard for those not known yet; lines up with the input. */
  async forPosting(
    sends: readonly { actorId: string; conversationId: string }[],
  ): Promise<(PostingRight | ParleyError)[]> {
    await this.load(sends.map(({ conversationId }) => conversationId));
    return sends.map(({ actorId, conversationId }) => {
      const known = this.cache.get(conversationId);
      if (known === undefined || !known.memberIds.includes(actorId)) return new ParleyError('CONVERSATION_NOT_FOUND');
      return { ...known, authorDepartmentId: null };
    });
  }

  /** The members, for one who is in; throws CONVERSATION_NOT_FOUND. May be a moment old: for signals, never for storing. */
  async membersFor(actorId: string, conversationId: string): Promise<readonly string[]> {
    const [right] = await this.forPosting([{ actorId, conversationId }]);
    if (right === undefined || right instanceof ParleyError) throw new ParleyError('CONVERSATION_NOT_FOUND');
    return right.memberIds;
  }

  forget(conversationId: string): void {
    this.cache.delete(conversationId);
  }

  private async load(conversationIds: readonly string[]): Promise<void> {
    const missing = [...new Set(conversationIds)].filter((id) => !this.cache.has(id));
    if (missing.length === 0) return;
    const groups = this.shards.groupByShard(missing, (id) => id);
    const found = await Promise.all([...groups].map(([shard, ids]) => conversationAccess(shard, ids)));
    for (const rows of found) for (const row of rows.values()) this.remember(row);
  }

  private remember({ conversationId, accessVersion, members }: AccessRow): void {
    if (this.cache.size >= CACHED) {
      const oldest = this.cache.keys().next();
      if (oldest.done !== true) this.cache.delete(oldest.value);
    }
    this.cache.set(conversationId, { accessVersion, memberIds: members.map(({ userId }) => userId) });
  }
}
