import { Injectable } from '@nestjs/common';
import { type Audience, type ChatListItem, type GroupProfile, ParleyError } from '@parley/contract';
import { DEFAULT_SETTINGS, fanoutMode, named, newcomers } from '@parley/core';
import {
  changeMode,
  holdingBuckets,
  type OutboxPayloads,
  reserveGroup,
  ShardRouter,
  tellChange,
  type Tx,
} from '@parley/db';
import type { Actor } from '../auth/actor.js';
import { ChannelListing } from '../channel/channel-listing.js';
import { ChatList } from '../conversation/chat-list.js';
import { UserAccess } from '../org/user.access.js';
import { withFreshMap } from '../platform/with-fresh-map.js';
import { FinishGroup } from './finish-group.js';
import { GroupTools } from './group-tools.js';
import { insertGroup, insertMembers, storeRole } from './group.repo.js';
import { storeGroup } from './profile.repo.js';

type NewGroup = { key: string; name: string; userIds: readonly string[] } & (
  | { kind: 'group' }
  | { kind: 'channel'; topic: string; visibility: 'public' | 'private'; post: Audience }
);

/** Makes a group or channel. The same key of the same person again is answered with the first one. */
@Injectable()
export class CreateGroup {
  constructor(
    private readonly shards: ShardRouter,
    private readonly users: UserAccess,
    private readonly tools: GroupTools,
    private readonly finish: FinishGroup,
    private readonly list: ChatList,
    private readonly listing: ChannelListing,
  ) {}

  async execute(actor: Actor, input: NewGroup): Promise<ChatListItem> {
    const others = newcomers(new Set([actor.userId]), input.userIds, 1);
    await this.users.requireAllActive(others);
    const { ids } = this.tools;
    const ask = { userId: actor.userId, key: input.key, conversationId: ids.next() };
    const conversationId = await withFreshMap(this.shards, () => reserveGroup(this.shards.forUser(actor.userId), ask));
    const told = await this.create({ conversationId, input, ownerId: actor.userId, others });
    if (told !== null) await this.tell(told);
    const item = (await this.list.itemsOf(actor.userId, [conversationId])).get(conversationId);
    // The key stands for one group for ever, and that one is not theirs any more.
    if (item === undefined) throw new ParleyError('GROUP_LEFT');
    return item;
  }

  private async tell({ outboxId, payload, listing }: Created): Promise<void> {
    await this.finish.now(payload.conversationId, { outboxId, payload });
    if (listing !== null) await this.listing.now(payload.conversationId, listing);
  }

  private create(creation: Creation): Promise<Created | null> {
    const { conversationId } = creation;
    return withFreshMap(this.shards, () =>
      holdingBuckets(this.shards.forConversation(conversationId), [conversationId], (tx) => this.store(tx, creation)),
    );
  }

  private async store(tx: Tx, { conversationId, input, ownerId, others }: Creation): Promise<Created | null> {
    const { ids, clock } = this.tools;
    const { name, kind } = input;
    const now = new Date(clock.now());
    const memberIds = [ownerId, ...others];
    const memberCount = memberIds.length;
    if (!(await insertGroup(tx, { conversationId, kind, name, ownerId, memberCount, now }))) return null;
    const profile = profileOf(input);
    await storeGroup(tx, conversationId, { name, profile, now });
    await insertMembers(tx, { conversationId, userIds: memberIds, joinSeq: 1, visibleFrom: 1, now });
    await storeRole(tx, conversationId, { userId: ownerId, role: 'owner' });
    const empty = { conversationId, head: { seq: 0, rev: 0, ord: 0 } };
    const mode = fanoutMode({ mode: 'write', memberCount, messagesPerSecond: null, restedMs: 0 });
    // The members are told with their rows, which the row of this act makes.
    if (mode === 'read') await changeMode(tx, empty, { mode, now, outboxId: ids.next() });
    const outboxId = ids.next();
    const structure = { event: 'created', name, memberCount, profile, ...named(others) };
    const payload = await tellChange(tx, empty, {
      messageId: ids.next(),
      outboxId,
      actorId: ownerId,
      now,
      structure,
      added: memberIds,
      removed: [],
    });
    return { outboxId, payload, listing: kind === 'channel' ? await this.listing.ask(tx, conversationId) : null };
  }
}

/** In a channel newcomers find everything that was said: it is a place, not a talk of some people. */
function profileOf(input: NewGroup): GroupProfile {
  const plain = { topic: '', avatar: null, visibility: 'private', archived: false, settings: DEFAULT_SETTINGS };
  if (input.kind === 'group') return plain;
  const { topic, visibility, post } = input;
  return { ...plain, topic, visibility, settings: { ...DEFAULT_SETTINGS, post, history: null } };
}

type Creation = { conversationId: string; input: NewGroup; ownerId: string; others: string[] };
type Created = { outboxId: string; payload: OutboxPayloads['group']; listing: string | null };
