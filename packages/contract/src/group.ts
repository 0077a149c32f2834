import { z } from 'zod';
import { Counter, Id, Millis } from './ids.js';
import { LIMITS } from './limits.js';
import { UserSummary } from './people.js';

/** What somebody may do in a conversation: each role may do what those after it may. */
export const MemberRole = z.enum(['owner', 'admin', 'member']).meta({ id: 'MemberRole' });
export type MemberRole = z.infer<typeof MemberRole>;

export const GroupName = z
  .string()
  .trim()
  .min(1)
  .refine((name) => [...name].length <= LIMITS.nameCodePoints, `at most ${LIMITS.nameCodePoints} characters`)
  .meta({ id: 'GroupName', example: '发布小组 Release' });
export type GroupName = z.infer<typeof GroupName>;

export const Member = z
  .object({ user: UserSummary, role: z.string(), joinedAt: Millis })
  .meta({ id: 'Member', description: 'role: owner, admin or member; unknown ones count as member.' });
export type Member = z.infer<typeof Member>;

/** What every system message says of its conversation, as of that message: the newest by rev counts. */
const after = { name: z.string().nullable(), memberCount: Counter };
const about = {
  ...after,
  userIds: z.array(Id).meta({ description: `The first ${LIMITS.namedInEvent} whom it concerns.` }),
  count: Counter.optional().meta({ description: 'How many it concerns; without it, userIds are all.' }),
};

/** What can happen to a conversation; only ever added to. */
export const SYSTEM_EVENTS = {
  created: z.object({ event: z.literal('created'), ...about }),
  added: z.object({ event: z.literal('added'), ...about }),
  removed: z.object({ event: z.literal('removed'), ...about }),
  left: z.object({ event: z.literal('left'), ...after }),
  renamed: z.object({ event: z.literal('renamed'), ...after }),
  role: z.object({ event: z.literal('role'), ...after, userId: Id, role: MemberRole }),
} as const;
const { created, added, removed, left, renamed, role } = SYSTEM_EVENTS;

/**
 * A system message: something that happened to the conversation, told as data; each client says it in its language. The actor is
 * the message's senderId. It counts as nothing unread.
 */
export const SystemEvent = z
  .discriminatedUnion('event', [created, added, removed, left, renamed, role])
  .meta({ id: 'SystemEvent' });
export type SystemEvent = z.infer<typeof SystemEvent>;

/** The content of a system message. */
export const SystemContent = z.object({ type: z.literal('system'), system: SystemEvent });
export type SystemContent = z.infer<typeof SystemContent>;
