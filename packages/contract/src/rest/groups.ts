import { z } from 'zod';
import { ChatListItem } from '../conversation.js';
import { GroupName, Member, MemberRole } from '../group.js';
import { Counter, Id } from '../ids.js';
import { LIMITS } from '../limits.js';
import type { Route } from './route.js';

const group = z.strictObject({ conversationId: Id });
const member = z.strictObject({ conversationId: Id, userId: Id });

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
    summary: 'Who is in a conversation of mine',
    auth: 'bearer',
    params: group,
    query: z.strictObject({
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
    errors: ['CONVERSATION_NOT_FOUND', 'NOT_A_GROUP', 'USER_NOT_FOUND', 'GROUP_FULL'],
  },
  removeMember: {
    method: 'DELETE',
    path: '/conversations/{conversationId}/members/{userId}',
    summary: 'Take somebody out of a group; an owner may take out anybody else, an admin those who are neither',
    auth: 'bearer',
    params: member,
    response: ChatListItem,
    errors: ['CONVERSATION_NOT_FOUND', 'NOT_A_GROUP', 'MEMBER_NOT_FOUND', 'ROLE_REQUIRED'],
  },
  changeRole: {
    method: 'PATCH',
    path: '/conversations/{conversationId}/members/{userId}',
    summary: 'Give somebody a role; only the owner may. Who makes somebody else the owner becomes an admin',
    auth: 'bearer',
    params: member,
    body: z.strictObject({ role: MemberRole }),
    response: ChatListItem,
    errors: ['CONVERSATION_NOT_FOUND', 'NOT_A_GROUP', 'MEMBER_NOT_FOUND', 'ROLE_REQUIRED', 'OWNER_MUST_HAND_OVER'],
  },
  renameGroup: {
    method: 'PATCH',
    path: '/conversations/{conversationId}',
    summary: 'Give a group another name; its owner and admins may',
    auth: 'bearer',
    params: group,
    body: z.strictObject({ name: GroupName }),
    response: ChatListItem,
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
