import * as z from 'zod';
import { ChatListItem } from '../conversation.js';
import {
  Announcement,
  GroupAvatar,
  GroupName,
  GroupSettingsInput,
  Member,
  MemberRole,
  Nickname,
  Topic,
} from '../group.js';
import { Counter, Id, Millis } from '../ids.js';
import { LIMITS } from '../limits.js';
import type { Route } from './route.js';

const group = z.strictObject({ conversationId: Id });
const member = z.strictObject({ conversationId: Id, userId: Id });

export const GroupChanges = z
  .strictObject({
    name: GroupName,
    topic: Topic,
    announcement: Announcement,
    avatar: GroupAvatar.nullable(),
    visibility: z.enum(['private', 'public']).meta({ description: 'Of a channel; a group is always private.' }),
    archived: z.boolean().meta({ description: 'Of a channel.' }),
    settings: GroupSettingsInput,
  })
  .partial()
  .refine((changes) => Object.keys(changes).length > 0, 'at least one field');
export type GroupChanges = z.infer<typeof GroupChanges>;

export const MemberChange = z.union([
  z.strictObject({ role: MemberRole }),
  z.strictObject({ mutedUntil: Millis.nullable().meta({ description: 'null, or a time that is over: may send.' }) }),
  z.strictObject({ nickname: Nickname.nullable() }),
]);
export type MemberChange = z.infer<typeof MemberChange>;

export const MemberPage = z
  .object({
    members: z.array(Member).meta({ description: 'By userId.' }),
    memberCount: Counter,
    next: Id.nullable().meta({ description: 'Pass as `after` for the next page; null at the end.' }),
  })
  .meta({ id: 'MemberPage' });
export type MemberPage = z.infer<typeof MemberPage>;

/** People of a group: each act is a system message in it, in the same transaction. */
export const groupRoutes = {
  members: {
    method: 'GET',
    path: '/conversations/{conversationId}/members',
    summary:
      'Who is in a conversation of mine; with `query` the first whose name, login or nickname here has it at the beginning of a word, and no further page',
    auth: 'bearer',
    params: group,
    query: z.strictObject({
      query: z.string().trim().max(LIMITS.nameCodePoints).default(''),
      admins: z.enum(['true', 'false']).default('false').meta({ description: 'Only the owner and the admins.' }),
      after: Id.optional(),
      limit: z.coerce.number().int().min(1).max(LIMITS.membersPage).default(100),
    }),
    response: MemberPage,
    errors: ['CONVERSATION_NOT_FOUND'],
  },
  addMembers: {
    method: 'POST',
    path: '/conversations/{conversationId}/members',
    summary: 'Add people to a group; those who are in it already are left as they are',
    auth: 'bearer',
    params: group,
    body: z.strictObject({ userIds: z.array(Id).min(1).max(LIMITS.membersPerCall) }),
    response: ChatListItem,
    errors: ['CONVERSATION_NOT_FOUND', 'NOT_A_GROUP', 'USER_NOT_FOUND', 'GROUP_FULL', 'ROLE_REQUIRED', 'ARCHIVED'],
  },
  removeMember: {
    method: 'DELETE',
    path: '/conversations/{conversationId}/members/{userId}',
    summary: 'Take somebody out of a group; an owner may take out anybody else, an admin those who are neither',
    auth: 'bearer',
    params: member,
    response: ChatListItem,
    errors: ['CONVERSATION_NOT_FOUND', 'NOT_A_GROUP', 'MEMBER_NOT_FOUND', 'ROLE_REQUIRED', 'OWNER_MUST_HAND_OVER'],
  },
  changeMember: {
    method: 'PATCH',
    path: '/conversations/{conversationId}/members/{userId}',
    summary:
      'One thing about a member: the role (only the owner may; who makes somebody else the owner becomes an admin), until when they may not send, or what they are called here (oneself, or by an admin)',
    auth: 'bearer',
    params: member,
    body: MemberChange,
    response: ChatListItem,
    errors: ['CONVERSATION_NOT_FOUND', 'NOT_A_GROUP', 'MEMBER_NOT_FOUND', 'ROLE_REQUIRED', 'OWNER_MUST_HAND_OVER'],
  },
  changeGroup: {
    method: 'PATCH',
    path: '/conversations/{conversationId}',
    summary: 'Change what a group is called, looks like and allows: the fields that are given, all or none of them',
    auth: 'bearer',
    params: group,
    body: GroupChanges,
    response: ChatListItem,
    errors: ['CONVERSATION_NOT_FOUND', 'NOT_A_GROUP', 'ROLE_REQUIRED', 'ARCHIVED'],
  },
  announcement: {
    method: 'GET',
    path: '/conversations/{conversationId}/announcement',
    summary: 'What everybody in a group should know',
    auth: 'bearer',
    params: group,
    response: z.object({
      announcement: z
        .object({
          text: z.string(),
          userId: Id,
          at: Millis,
          seq: Counter.meta({ description: 'Of the message that said it; who has read it is asked by this.' }),
        })
        .nullable(),
    }),
    errors: ['CONVERSATION_NOT_FOUND'],
  },
  membersById: {
    method: 'POST',
    path: '/conversations/{conversationId}/batch/members',
    summary: 'Members by id, for what they are called here; those who are not in it are left out',
    auth: 'bearer',
    params: group,
    body: z.strictObject({ userIds: z.array(Id).min(1).max(LIMITS.usersById) }),
    response: z.object({ members: z.array(Member) }),
    errors: ['CONVERSATION_NOT_FOUND'],
  },
  dissolveGroup: {
    method: 'POST',
    path: '/conversations/{conversationId}/dissolve',
    summary: 'End a group for everybody; only its owner may. Nobody is in it any more, and nothing brings it back',
    auth: 'bearer',
    params: group,
    response: z.object({}),
    errors: ['CONVERSATION_NOT_FOUND', 'NOT_A_GROUP', 'ROLE_REQUIRED'],
  },
  leaveGroup: {
    method: 'POST',
    path: '/conversations/{conversationId}/leave',
    summary: 'Leave a group; its owner hands it over first, unless nobody else is in it',
    auth: 'bearer',
    params: group,
    response: z.object({}),
    errors: ['CONVERSATION_NOT_FOUND', 'NOT_A_GROUP', 'OWNER_MUST_HAND_OVER'],
  },
} as const satisfies Record<string, Route>;
