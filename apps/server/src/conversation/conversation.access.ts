import { Injectable } from '@nestjs/common';
import { type GroupSettings, type MemberRole, ParleyError } from '@parley/contract';
import { checkPosting, type FanoutMode, roleOf, settingsOf } from '@parley/core';
import { type ConversationAccess as AccessRow, conversationAccess, ShardRouter, type SlowTurn } from '@parley/db';
import { Batcher } from '../platform/batcher.js';
import { Clock } from '../platform/clock.js';
import { SlowMode } from './slow-mode.js';

/** Conversations whose rights are kept in memory; a send compares the version, so an old one is noticed, never obeyed. */
const CACHED = 50_000;
/** Members of one read-mode conversation that are kept: those who posted last. */
const MEMBERS_CACHED = 2_000;

/** The right to post, as of an access version that the store compares when it inserts. */
export type PostingRight = {
  accessVersion: number;
  mode: FanoutMode;
  memberCount: number;
  /** All of them in write mode; in read mode nobody needs them. */
  memberIds: readonly string[];
  authorDepartmentId: string | null;
  /** All of them in write mode; in read mode those who were asked for. */
  members: ReadonlyMap<string, KnownMember>;
  role: MemberRole;
  rules: Rules | null;
};

/** Of a group; null in a direct conversation: nothing is ruled there. */
type Rules = { settings: GroupSettings; archived: boolean };
type Further = (rights: (PostingRight | ParleyError)[]) => Promise<(PostingRight | ParleyError)[]>;
type Via = 'pool' | 'lanes';
type Ask = { actorId: string; conversationId: string };
type How = { via: Via; isFresh?: (known: Known) => boolean };
/** `called`: whether these are members is known too, with the right. */
type SendAsk = Ask & { clientMsgId: string; called: readonly string[] };
type KnownMember = { role: MemberRole; mutedUntil: number | null };

/** Who left must not go on seeing who types: at most once a second for a group in which something is signalled. */
const SIGNALS_FRESH_MS = 1_000;
/** Those of many groups are asked for together. */
const SIGNALS_GATHER = { waitMs: 10, max: 500, bound: 20_000 };

/** `changes`: people come and go; the two of a direct conversation are always the same. */
type Known = {
  accessVersion: number;
  mode: FanoutMode;
  memberCount: number;
  memberIds: readonly string[];
  /** In read mode those that were asked for. */
  members: ReadonlyMap<string, KnownMember>;
  rules: Rules | null;
  changes: boolean;
  at: number;
};

/** The one door to conversations for those who post: missing and forbidden look the same. Reads are entitled by their SQL. */
@Injectable()
export class ConversationAccess {
  private readonly cache = new Map<string, Known>();
  private readonly signalled: Batcher<Ask, Known | undefined>;

  constructor(
    private readonly shards: ShardRouter,
    private readonly clock: Clock,
    private readonly slow: SlowMode,
  ) {
    this.signalled = new Batcher(async (asks) => {
      const found = await this.find(asks, { via: 'pool', isFresh });
      return asks.map(({ conversationId }) => found.get(conversationId));
    }, SIGNALS_GATHER);
  }

  /**
   * Rights of many sends, one query a shard for those not known yet; lines up with the input. `further` refuses more of them,
   * before anybody's turn is taken where members send only now and then.
   */
  async forPosting(sends: readonly SendAsk[], further: Further = unchanged): Promise<(PostingRight | ParleyError)[]> {
    const began = performance.now();
    const rights = await this.decide(sends, further);
    // Who is let in by what is in memory is asked again by the store, who is refused by it is not: another process may have
    // changed the rules since.
    const doubtful = sends.filter(({ conversationId }, at) => {
      const known = this.cache.get(conversationId);
      return rights[at] instanceof ParleyError && known?.changes === true && known.at < began;
    });
    if (doubtful.length === 0) return rights;
    for (const { conversationId } of doubtful) this.forget(conversationId);
    return this.decide(sends, further);
  }

  private async decide(sends: readonly SendAsk[], further: Further): Promise<(PostingRight | ParleyError)[]> {
    const found = await this.find(sends.flatMap(peopleOf), { via: 'lanes' });
    const now = this.clock.now();
    const slowed: { at: number; seconds: number }[] = [];
    const posting = sends.map((send, at) => {
      const known = found.get(send.conversationId);
      const member = known?.members.get(send.actorId);
      if (known === undefined || member === undefined) return new ParleyError('CONVERSATION_NOT_FOUND');
      const seconds = allowed(known.rules, member, now);
      if (seconds instanceof ParleyError) return seconds;
      if (seconds > 0) slowed.push({ at, seconds });
      const { accessVersion, mode, memberCount, memberIds, members, rules } = known;
      const { role } = member;
      return { accessVersion, mode, memberCount, memberIds, members, role, rules, authorDepartmentId: null };
    });
    const rights = await further(posting);
    const turns = slowed.filter(({ at }) => !(rights[at] instanceof ParleyError));
    if (turns.length === 0) return rights;
    const refused = await this.slow.refused(turns.flatMap(({ at, seconds }) => turnOf(sends[at], seconds)));
    turns.forEach(({ at }, index) => (rights[at] = refused[index] ?? rights[at] ?? new ParleyError('INTERNAL')));
    return rights;
  }

  /**
   * The members, for one who is in; throws CONVERSATION_NOT_FOUND. None of a read-mode conversation: that many are not told who
   * types and who has read. May be a second old where people come and go: for
   * signals, never for storing.
   */
  async membersFor(actorId: string, conversationId: string): Promise<readonly string[]> {
    const cached = this.cache.get(conversationId);
    const suits = cached !== undefined && isFresh(cached) && cached.members.has(actorId);
    const known = suits ? cached : await this.signalled.add({ actorId, conversationId });
    if (known?.members.has(actorId) !== true) throw new ParleyError('CONVERSATION_NOT_FOUND');
    return known.memberIds;
  }

  forget(conversationId: string): void {
    this.cache.delete(conversationId);
  }

  /**
   * What is known by now; the cache may forget while somebody waits, so the answer doesn't lean on it. What isn't fresh is
   * loaded anew, and stays for those to whom its age is nothing.
   */
  private async find(asks: readonly Ask[], { via, isFresh: suits = anyAge }: How): Promise<Map<string, Known>> {
    const found = new Map<string, Known>();
    const missing = new Set<string>();
    for (const { actorId, conversationId } of asks) {
      const known = this.cache.get(conversationId);
      if (known !== undefined) found.set(conversationId, known);
      // Refused by what is in memory: it may have been loaded before they came in.
      if (known === undefined || !suits(known) || (known.changes && !known.members.has(actorId))) {
        missing.add(conversationId);
      }
    }
    const people = asks.flatMap(({ actorId, conversationId }) => (missing.has(conversationId) ? actorId : []));
    for (const row of await this.load([...missing], { people: [...new Set(people)], via })) {
      const known = knownOf(row, this.cache.get(row.conversationId));
      this.remember(row.conversationId, known);
      found.set(row.conversationId, known);
    }
    return found;
  }

  private async load(conversationIds: readonly string[], how: { people: string[]; via: Via }): Promise<AccessRow[]> {
    if (conversationIds.length === 0) return [];
    const groups = this.shards.groupByShard(conversationIds, (id) => id);
    const found = await Promise.all([...groups].map(([shard, ids]) => conversationAccess(shard, ids, how)));
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

function isFresh({ changes, at }: Known): boolean {
  return !changes || performance.now() - at <= SIGNALS_FRESH_MS;
}

function anyAge(): boolean {
  return true;
}

/** What was loaded; of a read-mode conversation added to what is known as of the same version. */
function knownOf(row: AccessRow, before: Known | undefined): Known {
  const { kind, accessVersion, mode, memberCount, members, settings, archived } = row;
  const rows = members.map(
    ({ userId, role, muteUntil }) =>
      [userId, { role: roleOf(role), mutedUntil: muteUntil?.getTime() ?? null }] as const,
  );
  const keeps = mode === 'read' && before?.mode === 'read' && before.accessVersion === accessVersion;
  const kept = keeps ? [...before.members].slice(-MEMBERS_CACHED) : [];
  return {
    accessVersion,
    mode,
    memberCount,
    memberIds: mode === 'write' ? members.map(({ userId }) => userId) : [],
    members: new Map([...kept, ...rows]),
    rules: kind === 'direct' ? null : { settings: settingsOf(settings), archived },
    changes: kind !== 'direct',
    at: performance.now(),
  };
}

function peopleOf({ actorId, called, conversationId }: SendAsk): Ask[] {
  return [actorId, ...called].map((userId) => ({ actorId: userId, conversationId }));
}

function unchanged(rights: (PostingRight | ParleyError)[]): ReturnType<Further> {
  return Promise.resolve(rights);
}

/** The seconds that slow mode asks for, or why one may not send. */
function allowed(rules: Rules | null, member: KnownMember, now: number): number | ParleyError {
  if (rules === null) return 0;
  try {
    return checkPosting(rules, member, now);
  } catch (error) {
    if (error instanceof ParleyError) return error;
    throw error;
  }
}

function turnOf(send: SendAsk | undefined, seconds: number): SlowTurn[] {
  if (send === undefined) return [];
  const { conversationId, actorId: userId, clientMsgId } = send;
  return [{ conversationId, userId, clientMsgId, seconds }];
}
