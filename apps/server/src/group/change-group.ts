import { Injectable } from '@nestjs/common';
import { type GroupProfile, ParleyError, type SystemEvent } from '@parley/contract';
import { fanoutMode, type GroupPerson, profileOf, roleOf } from '@parley/core';
import {
  changeMode,
  changingConversation,
  type LockedConversation,
  type OutboxPayloads,
  ShardRouter,
  tellChange,
  type Tx,
} from '@parley/db';
import { ChannelListing } from '../channel/channel-listing.js';
import { ConversationAccess } from '../conversation/conversation.access.js';
import { withFreshMap } from '../platform/with-fresh-map.js';
import { FinishMode } from '../conversation/finish-mode.js';
import { FinishGroup } from './finish-group.js';
import { GroupTools } from './group-tools.js';
import { membersAmong } from './group.repo.js';

/** The group as it is while its head is locked, and who acts. */
export type LockedGroup<A = GroupPerson> = Omit<LockedConversation, 'profile'> & {
  profile: GroupProfile;
  actor: A;
  now: Date;
};

/** A system event without what every one says. */
type Told<E = SystemEvent> = E extends SystemEvent ? Omit<E, 'name' | 'memberCount' | 'profile'> : never;

/** What the members are told, what has changed of the group with it, and whose chat lists it concerns. */
export type GroupChange = {
  tell: Told | readonly Told[];
  after?: Partial<Pick<LockedGroup, 'name' | 'memberCount' | 'profile'>>;
  added?: readonly string[];
  removed?: readonly string[];
};

type Act<A> = (tx: Tx, group: LockedGroup<A>) => Promise<GroupChange | null>;
type Row = { outboxId: string; payload: OutboxPayloads['group'] };
/** `modeId`: of the row that tells the members' devices of read mode. */
type Done = { rows: Row[]; listing: string | null; modeId: string | null };

/**
 * One act on a group, whole: rights, change, system message, next version of the rights and outbox row in one
 * transaction. Then it is brought to the members; whatever is left of that, the worker finishes.
 */
@Injectable()
export class ChangeGroup {
  constructor(
    private readonly shards: ShardRouter,
    private readonly tools: GroupTools,
    private readonly access: ConversationAccess,
    private readonly finish: FinishGroup,
    private readonly finishMode: FinishMode,
    private readonly listing: ChannelListing,
  ) {}

  /** `act` decides and writes under the lock; null: everything is as asked already. */
  execute(actorId: string, conversationId: string, act: Act<GroupPerson>): Promise<void> {
    return this.run(actorId, conversationId, async (tx, group) => {
      const { actor } = group;
      // Missing and not mine look the same.
      if (actor === null) throw new ParleyError('CONVERSATION_NOT_FOUND');
      return act(tx, { ...group, actor });
    });
  }

  /** An act of one who may be in it or not (actor null): who has another right than being a member. */
  async run(actorId: string, conversationId: string, act: Act<GroupPerson | null>): Promise<void> {
    const done = await withFreshMap(this.shards, () =>
      changingConversation(this.shards.forConversation(conversationId), conversationId, (tx, locked) =>
        this.change(tx, { actorId, locked, act }),
      ),
    );
    if (done === null) throw new ParleyError('CONVERSATION_NOT_FOUND');
    if (done.rows.length === 0) return;
    this.access.forget(conversationId);
    if (done.modeId !== null) await this.finishMode.now({ outboxId: done.modeId, conversationId });
    for (const row of done.rows) await this.finish.now(conversationId, row);
    if (done.listing !== null) await this.listing.now(conversationId, done.listing);
  }

  private async change(
    tx: Tx,
    { actorId, locked, act }: { actorId: string; locked: LockedConversation; act: Act<GroupPerson | null> },
  ): Promise<Done> {
    const [me] = await membersAmong(tx, locked.conversationId, [actorId]);
    if (locked.kind !== 'group' && locked.kind !== 'channel') {
      throw new ParleyError(me === undefined ? 'CONVERSATION_NOT_FOUND' : 'NOT_A_GROUP');
    }
    const actor = me === undefined ? null : { userId: actorId, role: roleOf(me.role) };
    const group = { ...locked, profile: profileOf(locked.profile), actor, now: new Date(this.tools.clock.now()) };
    const change = await act(tx, group);
    if (change === null) return { rows: [], listing: null, modeId: null };
    // From the message on that says that they came or went.
    const modeId = await this.changeMode(tx, group, change);
    const rows = await this.tell(tx, { group, actorId, change });
    const listing = locked.kind === 'channel' ? await this.listing.ask(tx, locked.conversationId) : null;
    return { rows, listing, modeId };
  }

  private async changeMode(tx: Tx, group: LockedGroup<unknown>, { after }: GroupChange): Promise<string | null> {
    const memberCount = after?.memberCount ?? group.memberCount;
    const mode = fanoutMode({ mode: group.mode, memberCount, messagesPerSecond: null, restedMs: 0 });
    if (mode === group.mode) return null;
    const outboxId = this.tools.ids.next();
    await changeMode(tx, group, { mode, now: group.now, outboxId });
    return mode === 'read' ? outboxId : null;
  }

  /** A message for each thing that happened; they all say how the group is after the whole change. */
  private async tell(
    tx: Tx,
    { group, actorId, change }: { group: LockedGroup<unknown>; actorId: string; change: GroupChange },
  ): Promise<Row[]> {
    const { name, memberCount, profile } = { ...group, ...change.after };
    const rows: Row[] = [];
    for (const event of [change.tell].flat()) {
      const outboxId = this.tools.ids.next();
      const { seq, rev, ord } = group.head;
      const head = { seq: seq + rows.length, rev: rev + rows.length, ord };
      const structure = { ...event, name, memberCount, profile };
      const { added = [], removed = [] } = rows.length === 0 ? change : {};
      const message = {
        messageId: this.tools.ids.next(),
        outboxId,
        actorId,
        now: group.now,
        structure,
        added,
        removed,
      };
      rows.push({ outboxId, payload: await tellChange(tx, { conversationId: group.conversationId, head }, message) });
    }
    return rows;
  }
}
