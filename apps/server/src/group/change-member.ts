import { Injectable } from '@nestjs/common';
import type { ChatListItem, MemberChange, MemberRole } from '@parley/contract';
import { checkMute, checkNickname, planRole } from '@parley/core';
import type { Tx } from '@parley/db';
import type { Actor } from '../auth/actor.js';
import { ChatList } from '../conversation/chat-list.js';
import { ChangeGroup, type GroupChange, type LockedGroup } from './change-group.js';
import { memberIn, storeMute, storeNickname, storeRole } from './group.repo.js';

type Change<K> = (tx: Tx, group: LockedGroup, asked: { userId: string } & K) => Promise<GroupChange | null>;

/** One thing about a member: role, until when they may not send, or what they are called here. */
@Injectable()
export class ChangeMember {
  constructor(
    private readonly change: ChangeGroup,
    private readonly list: ChatList,
  ) {}

  async execute(
    actor: Actor,
    conversationId: string,
    { userId, asked }: { userId: string; asked: MemberChange },
  ): Promise<ChatListItem> {
    await this.change.execute(actor.userId, conversationId, (tx, group) => {
      if ('role' in asked) return changeRole(tx, group, { userId, ...asked });
      if ('mutedUntil' in asked) return mute(tx, group, { userId, ...asked });
      return rename(tx, group, { userId, ...asked });
    });
    return this.list.item(actor, conversationId);
  }
}

/** Handing the group over makes the one who does it an admin; an owner is nobody's to silence, so a mute ends with it. */
const changeRole: Change<{ role: MemberRole }> = async (tx, { actor, conversationId }, { userId, role }) => {
  const target = await memberIn(tx, conversationId, userId);
  const changes = planRole(actor, target, role);
  for (const changed of changes) await storeRole(tx, conversationId, changed);
  if (changes.length === 0) return null;
  const told = { event: 'role', userId, role } as const;
  if (role !== 'owner' || target.mutedUntil === null) return { tell: told };
  await storeMute(tx, conversationId, { userId, until: null });
  return { tell: [told, { event: 'muted', userId, until: null }] };
};

/** A mute ends by time without a write; one that is over is none. */
const mute: Change<{ mutedUntil: number | null }> = async (tx, group, { userId, mutedUntil }) => {
  const { actor, conversationId, now } = group;
  const target = await memberIn(tx, conversationId, userId);
  checkMute(actor, target);
  const running = (until: number | null): number | null => (until !== null && until > now.getTime() ? until : null);
  const until = running(mutedUntil);
  if (until === running(target.mutedUntil)) return null;
  await storeMute(tx, conversationId, { userId, until });
  return { tell: { event: 'muted', userId, until } };
};

const rename: Change<{ nickname: string | null }> = async (tx, { actor, conversationId }, { userId, nickname }) => {
  const target = await memberIn(tx, conversationId, userId);
  checkNickname(actor, target);
  if (target.nickname === nickname) return null;
  await storeNickname(tx, conversationId, { userId, nickname });
  return { tell: { event: 'nickname', userId, nickname } };
};
