import * as z from 'zod';
import { ChatListItem } from '../conversation.js';
import { GroupProfile } from '../group.js';
import { Counter, Id, Millis } from '../ids.js';
import { LIMITS } from '../limits.js';
import { UserSummary } from '../people.js';
import type { Route } from './route.js';

const group = z.strictObject({ conversationId: Id });

/** The secret of a join link; it travels in bodies only, and the store holds its hash. */
export const JoinToken = z
  .string()
  .regex(/^[A-Za-z0-9_-]{32}$/, '32 letters, digits, - or _')
  .meta({ id: 'JoinToken' });
const withToken = z.strictObject({ token: JoinToken });

/** The link that leads into a group, without its secret. */
export const JoinLink = z
  .object({
    createdBy: Id,
    createdAt: Millis,
    expiresAt: Millis,
    maxUses: Counter.nullable().meta({ description: 'So many people may use it; null: as many as like.' }),
    uses: Counter.meta({ description: 'People who have used it.' }),
  })
  .meta({ id: 'JoinLink' });
export type JoinLink = z.infer<typeof JoinLink>;

/** All that one learns of a group before one is in it. */
export const JoinPreview = z
  .object({
    name: z.string(),
    avatar: GroupProfile.shape.avatar,
    memberCount: Counter,
    approval: z.boolean().meta({ description: 'An admin lets people in.' }),
  })
  .meta({ id: 'JoinPreview' });
export type JoinPreview = z.infer<typeof JoinPreview>;

export const JoinRequestPage = z
  .object({
    requests: z.array(z.object({ user: UserSummary, at: Millis })).meta({ description: 'By userId.' }),
    next: Id.nullable().meta({ description: 'Pass as `after` for the next page; null at the end.' }),
  })
  .meta({ id: 'JoinRequestPage' });
export type JoinRequestPage = z.infer<typeof JoinRequestPage>;

const linkErrors = ['CONVERSATION_NOT_FOUND', 'NOT_A_GROUP', 'ROLE_REQUIRED'] as const;

/** Ways into a group besides being added. */
export const joiningRoutes = {
  joinLink: {
    method: 'GET',
    path: '/conversations/{conversationId}/join-link',
    summary: 'The link that leads into a group, as far as there is one; its secret was told when it was made',
    auth: 'bearer',
    params: group,
    response: z.object({ link: JoinLink.nullable() }),
    errors: linkErrors,
  },
  makeJoinLink: {
    method: 'POST',
    path: '/conversations/{conversationId}/join-link',
    summary: 'Make the link that leads into a group; the one before leads nowhere from now on',
    auth: 'bearer',
    params: group,
    body: z.strictObject({
      expiresInMs: z.number().int().min(60_000).max(LIMITS.joinLinkTtlMs),
      maxUses: z.number().int().min(1).max(LIMITS.joinLinkUses).nullable(),
    }),
    response: z.object({ token: JoinToken, link: JoinLink }),
    errors: linkErrors,
  },
  revokeJoinLink: {
    method: 'DELETE',
    path: '/conversations/{conversationId}/join-link',
    summary: 'The link into a group leads nowhere from now on',
    auth: 'bearer',
    params: group,
    response: z.object({}),
    errors: linkErrors,
  },
  previewJoinLink: {
    method: 'POST',
    path: '/join-links/preview',
    summary: 'Where a link leads: name, picture and number of members, nothing else',
    auth: 'bearer',
    body: withToken,
    response: JoinPreview,
    errors: ['JOIN_LINK_INVALID'],
  },
  useJoinLink: {
    method: 'POST',
    path: '/join-links/join',
    summary:
      'Come in by a link, or ask to be let in where an admin decides; again is answered the same. Who was taken out can only ask',
    auth: 'bearer',
    body: withToken,
    response: z.object({
      item: ChatListItem.nullable().meta({ description: 'null: an admin has to let me in.' }),
    }),
    errors: ['JOIN_LINK_INVALID', 'GROUP_FULL', 'JOIN_REQUESTS_FULL', 'ARCHIVED', 'REMOVED'],
  },
  joinRequests: {
    method: 'GET',
    path: '/conversations/{conversationId}/join-requests',
    summary: 'Who waits to be let into a group',
    auth: 'bearer',
    params: group,
    query: z.strictObject({
      after: Id.optional(),
      limit: z.coerce.number().int().min(1).max(LIMITS.membersPage).default(50),
    }),
    response: JoinRequestPage,
    errors: linkErrors,
  },
  answerJoinRequest: {
    method: 'POST',
    path: '/conversations/{conversationId}/join-requests/{userId}',
    summary: 'Let somebody in, or not',
    auth: 'bearer',
    params: z.strictObject({ conversationId: Id, userId: Id }),
    body: z.strictObject({ approve: z.boolean() }),
    response: ChatListItem,
    errors: [...linkErrors, 'JOIN_REQUEST_NOT_FOUND', 'USER_NOT_FOUND', 'GROUP_FULL', 'ARCHIVED'],
  },
} as const satisfies Record<string, Route>;
