import { Injectable } from '@nestjs/common';
import { ParleyError, type SystemEvent } from '@parley/contract';
import { fanoutMode, type GroupPerson, roleOf } from '@parley/core';
import {
  changeMode,
  changingConversation,
  type LockedConversation,
  ShardRouter,
  tellChange,
  type Tx,
} from '@parley/db';
import type { Actor } from '../auth/actor.js';
import { ConversationAccess } from '../conversation/conversation.access.js';
import { Clock } from '../platform/clock.js';
import { IdGenerator } from '../platform/ids.js';
import { withFreshMap } from '../platform/with-fresh-map.js';
import { FinishMode } from '../conversation/finish-mode.js';
import { FinishGroup } from './finish-group.js';
import { membersAmong } from './group.repo.js';

/** The group as it is while its head is locked, and who acts. */
export type LockedGroup = LockedConversation & { actor: GroupPerson; now: Date };

/** What the members are told, and whose chat lists it concerns. */
export type GroupChange = { event: SystemEvent; added?: readonly string[]; removed?: readonly string[] };

/**
 * One act on a group, whole: rights, change, system message, next version of the rights and outbox row in one
 * transaction. Then it is brought to the members; whatever is left of that, the worker finishes.
 */
@Injectable()
export class ChangeGroup {
  constructor(
    private readonly shards: ShardRouter,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
    private readonly access: ConversationAccess,
    private readonly finish: FinishGroup,
    private readonly finishMode: FinishMode,
  ) {}

  /** `act` decides and writes under the lock; null: everything is as asked already. */
  async execute(
    { userId }: Actor,
    conversationId: string,
    act: (tx: Tx, group: LockedGroup) => Promise<GroupChange | null>,
  ): Promise<void> {
    const [outboxId, modeId] = [this.ids.next(), this.ids.next()];
    const done = await withFreshMap(this.shards, () =>
      changingConversation(this.shards.forConversation(conversationId), conversationId, async (tx, locked) => {
        const [me] = await membersAmong(tx, conversationId, [userId]);
        if (me === undefined) return null;
        if (locked.kind !== 'group') throw new ParleyError('NOT_A_GROUP');
        const now = new Date(this.clock.now());
        const change = await act(tx, { ...locked, actor: { userId, role: roleOf(me.role) }, now });
        if (change === null) return { told: null, toRead: false };
        const { event: structure, added = [], removed = [] } = change;
        const message = { messageId: this.ids.next(), outboxId, actorId: userId, now, structure, added, removed };
        // From this message on, which says that they came or went.
        const { memberCount } = structure;
        const mode = fanoutMode({ mode: locked.mode, memberCount, messagesPerSecond: null, restedMs: 0 });
        if (mode !== locked.mode) await changeMode(tx, locked, { mode, now, outboxId: modeId });
        const toRead = mode === 'read' && locked.mode !== 'read';
        return { told: await tellChange(tx, locked, message), toRead };
      }),
    );
    // Missing and not mine look the same.
    if (done === null) throw new ParleyError('CONVERSATION_NOT_FOUND');
    if (done.told === null) return;
    this.access.forget(conversationId);
    if (done.toRead) await this.finishMode.now({ outboxId: modeId, conversationId });
    await this.finish.now(conversationId, { outboxId, payload: done.told });
  }
}
