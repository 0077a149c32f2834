import { Injectable } from '@nestjs/common';
import { type MemberRole, ParleyError } from '@parley/contract';
import { roleOf } from '@parley/core';
import { type ConversationAccess as AccessRow, conversationAccess, ShardRouter } from '@parley/db';

/** Conversations whose rights are kept in memory; a send compares the version, so an old one is noticed, never obeyed. */
const CACHED = 50_000;

/** The right to post, as of an access version that the store compares when it inserts. */
export type PostingRight = {
  accessVersion: number;
  memberIds: readonly string[];
  authorDepartmentId: string | null;
  kind: string;
  role: MemberRole;
  members: ReadonlySet<string>;
};

type Via = 'pool' | 'lanes';
type Ask = { actorId: string; conversationId: string };

/** Who left must not go on seeing who types. */
const SIGNALS_FRESH_MS = 3_000;

/** `changes`: people come and go; the two of a direct conversation are always the same. */
type Known = {
  accessVersion: number;
  memberIds: readonly string[];
  members: ReadonlySet<string>;
  kind: string;
  /** Of those who are more than members. */
  roles: ReadonlyMap<string, MemberRole>;
  changes: boolean;
  at: number;
};

/** The one door to conversations for those who post: missing and forbidden look the same. Reads are entitled by their SQL. */
@Injectable()
export class ConversationAccess {
  private readonly cache = new Map<string, Known>();

  constructor(private readonly shards: ShardRouter) {}

  /** Rights of many sends, one query a shard for those not known yet; lines up with the input. Called by the append lane. */
  async forPosting(sends: readonly Ask[]): Promise<(PostingRight | ParleyError)[]> {
    const found = await this.find(sends, 'lanes');
    return sends.map((send) => {
      const known = found.get(send.conversationId);
      if (known?.members.has(send.actorId) !== true) return new ParleyError('CONVERSATION_NOT_FOUND');
      const { accessVersion, memberIds, members, kind } = known;
      const role = known.roles.get(send.actorId) ?? 'member';
      return { accessVersion, memberIds, members, kind, role, authorDepartmentId: null };
    });
  }

  /**
   * The members, for one who is in; throws CONVERSATION_NOT_FOUND. May be a few seconds old where people come and go: for
   * signals, never for storing.
   */
  async membersFor(actorId: string, conversationId: string): Promise<readonly string[]> {
    const cached = this.cache.get(conversationId);
    const isOld = cached?.changes === true && performance.now() - cached.at > SIGNALS_FRESH_MS;
    if (isOld) this.forget(conversationId);
    const known = (await this.find([{ actorId, conversationId }], 'pool')).get(conversationId);
    if (known?.members.has(actorId) !== true) throw new ParleyError('CONVERSATION_NOT_FOUND');
    return known.memberIds;
  }

  forget(conversationId: string): void {
    this.cache.delete(conversationId);
  }

  /** What is known by now; the cache may forget while somebody waits, so the answer doesn't lean on it. */
  private async find(asks: readonly Ask[], via: Via): Promise<Map<string, Known>> {
    const found = new Map<string, Known>();
    const missing = new Set<string>();
    for (const { actorId, conversationId } of asks) {
      const known = this.cache.get(conversationId);
      if (known !== undefined) found.set(conversationId, known);
      // Refused by what is in memory: it may have been loaded before they came in.
      if (known === undefined || (known.changes && !known.members.has(actorId))) missing.add(conversationId);
    }
    for (const row of await this.load([...missing], via)) {
      const known = knownOf(row);
      this.remember(row.conversationId, known);
      found.set(row.conversationId, known);
    }
    return found;
  }

  private async load(conversationIds: readonly string[], via: Via): Promise<AccessRow[]> {
    if (conversationIds.length === 0) return [];
    const groups = this.shards.groupByShard(conversationIds, (id) => id);
    const found = await Promise.all([...groups].map(([shard, ids]) => conversationAccess(shard, ids, via)));
    return found.flatMap((rows) => [...rows.values()]);
  }

  private remember(conversationId: string, known: Known): void {
    if (this.cache.size >= CACHED) {
      const oldest = this.cache.keys().next();
      if (oldest.done !== true) this.cache.delete(oldest.value);
    }
    this.cache.set(conversationId, known);
  }
}

function knownOf({ kind, accessVersion, members }: AccessRow): Known {
  const memberIds = members.map(({ userId }) => userId);
  const ranked = members.map(({ userId, role }) => [userId, roleOf(role)] as const);
  return {
    accessVersion,
    memberIds,
    members: new Set(memberIds),
    kind,
    roles: new Map(ranked.filter(([, role]) => role !== 'member')),
    changes: kind !== 'direct',
    at: performance.now(),
  };
}
