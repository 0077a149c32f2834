import { Injectable } from '@nestjs/common';
import { type ChatListItem, type GroupChanges, type GroupProfile, ParleyError } from '@parley/contract';
import { checkAdmin, checkRight, planSettings } from '@parley/core';
import type { Tx } from '@parley/db';
import type { Actor } from '../auth/actor.js';
import { ChatList } from '../conversation/chat-list.js';
import { ChangeGroup, type GroupChange, type LockedGroup } from './change-group.js';
import { announcementOf, storeAnnouncement, storeGroup } from './profile.repo.js';

/** Changes what a group is called, looks like and allows: everything that is asked, or nothing. */
@Injectable()
export class EditGroup {
  constructor(
    private readonly change: ChangeGroup,
    private readonly list: ChatList,
  ) {}

  async execute(actor: Actor, conversationId: string, asked: GroupChanges): Promise<ChatListItem> {
    await this.change.execute(actor.userId, conversationId, (tx, group) => edit(tx, group, asked));
    return this.list.item(actor, conversationId);
  }
}

type Told = Extract<GroupChange['tell'], readonly unknown[]>[number];
/** A part of what is asked: what it changes of the group, and what is told of it. */
type Part = { tell: Told; name?: string; profile?: Partial<GroupProfile> };

async function edit(tx: Tx, group: LockedGroup, asked: GroupChanges): Promise<GroupChange | null> {
  const parts = [...looks(group, asked), ...state(group, asked), ...rules(group, asked)];
  const name = parts.reduce((before, part) => part.name ?? before, group.name);
  const profile = parts.reduce((before, part) => ({ ...before, ...part.profile }), group.profile);
  // A message for each part, and then the one that says it.
  const seq = group.head.seq + parts.length + 1;
  const announced = await announce(tx, group, { text: asked.announcement, seq });
  const tell = [...parts.map((part) => part.tell), ...announced];
  if (tell.length === 0) return null;
  // Whoever opens a channel again may change it with the same call.
  if (group.profile.archived && profile.archived) throw new ParleyError('ARCHIVED');
  await storeGroup(tx, group.conversationId, { name, profile, now: group.now });
  return { tell, after: { name, profile } };
}

/** What a group is called and looks like: for those who may change that. */
function looks({ actor, name, profile }: LockedGroup, asked: GroupChanges): Part[] {
  const wanted = [asked.name, asked.topic, asked.avatar].some((field) => field !== undefined);
  if (wanted) checkRight(profile.settings, 'info', actor);
  const parts: Part[] = [];
  if (asked.name !== undefined && asked.name !== name) parts.push({ tell: { event: 'renamed' }, name: asked.name });
  if (asked.topic !== undefined && asked.topic !== profile.topic) {
    parts.push({ tell: { event: 'topic' }, profile: { topic: asked.topic } });
  }
  const { avatar } = asked;
  if (avatar !== undefined && !isSame(avatar, profile.avatar)) {
    parts.push({ tell: { event: 'avatar' }, profile: { avatar } });
  }
  return parts;
}

function isSame(one: GroupProfile['avatar'], other: GroupProfile['avatar']): boolean {
  return one?.tint === other?.tint && one?.emoji === other?.emoji && (one === null) === (other === null);
}

/** Whether a channel is found by everybody, and whether it is still written in: for its owner and admins. */
function state({ actor, kind, profile }: LockedGroup, { visibility, archived }: GroupChanges): Part[] {
  if (visibility === undefined && archived === undefined) return [];
  if (kind !== 'channel') throw new ParleyError('NOT_A_GROUP', { kind });
  checkAdmin(actor);
  const parts: Part[] = [];
  if (archived !== undefined && archived !== profile.archived) {
    parts.push({ tell: { event: archived ? 'archived' : 'unarchived' }, profile: { archived } });
  }
  if (visibility !== undefined && visibility !== profile.visibility) {
    parts.push({ tell: { event: 'visibility' }, profile: { visibility } });
  }
  return parts;
}

function rules({ actor, profile }: LockedGroup, { settings: asked }: GroupChanges): Part[] {
  if (asked === undefined) return [];
  const { settings, changed } = planSettings(actor, profile.settings, asked);
  return changed.length === 0 ? [] : [{ tell: { event: 'settings', changed }, profile: { settings } }];
}

/** Not in the profile, which travels with every message of this kind: it may be long. */
async function announce(
  tx: Tx,
  group: LockedGroup,
  { text, seq }: { text: string | undefined; seq: number },
): Promise<Told[]> {
  if (text === undefined) return [];
  const { actor, conversationId, profile, now } = group;
  checkRight(profile.settings, 'info', actor);
  if (((await announcementOf(tx, conversationId))?.text ?? '') === text) return [];
  await storeAnnouncement(tx, conversationId, { text, userId: actor.userId, now, seq });
  return [{ event: 'announcement', text }];
}
