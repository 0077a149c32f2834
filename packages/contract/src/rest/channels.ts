import * as z from 'zod';
import { ChatListItem } from '../conversation.js';
import { Counter, Id } from '../ids.js';
import { LIMITS } from '../limits.js';
import type { Route } from './route.js';

/** A public channel, for those who look for one. */
const Channel = z
  .object({
    conversationId: Id,
    name: z.string(),
    topic: z.string(),
    memberCount: Counter,
    archived: z.boolean(),
    joined: z.boolean().meta({ description: 'I am in it.' }),
  })
  .meta({ id: 'Channel' });

export const ChannelPage = z
  .object({
    channels: z.array(Channel).meta({ description: 'By name.' }),
    next: z.string().nullable().meta({ description: 'Pass as `after` for the next page; null at the end.' }),
  })
  .meta({ id: 'ChannelPage' });
export type ChannelPage = z.infer<typeof ChannelPage>;

export const channelRoutes = {
  channels: {
    method: 'GET',
    path: '/channels',
    summary: 'Public channels by a part of their name; archived ones only when asked for',
    auth: 'bearer',
    query: z.strictObject({
      query: z.string().trim().max(LIMITS.nameCodePoints).default(''),
      conversationId: Id.optional().meta({ description: 'This one alone, if it is public: where a link leads.' }),
      archived: z.enum(['true', 'false']).default('false'),
      after: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(LIMITS.channelPage).default(50),
    }),
    response: ChannelPage,
    errors: [],
  },
  joinChannel: {
    method: 'POST',
    path: '/conversations/{conversationId}/join',
    summary: 'Come into a public channel; who is in it already stays, who was taken out has to be added',
    auth: 'bearer',
    params: z.strictObject({ conversationId: Id }),
    response: ChatListItem,
    errors: ['CONVERSATION_NOT_FOUND', 'GROUP_FULL', 'ARCHIVED', 'REMOVED'],
  },
} as const satisfies Record<string, Route>;
