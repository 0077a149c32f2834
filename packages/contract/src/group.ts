import * as z from 'zod';
import { Counter, Id, Millis } from './ids.js';
import { LIMITS } from './limits.js';
import { plainText, VisibleName } from './names.js';
import { UserSummary } from './people.js';

/** What somebody may do in a conversation: each role may do what those after it may. */
export const MemberRole = z.enum(['owner', 'admin', 'member']).meta({ id: 'MemberRole' });
export type MemberRole = z.infer<typeof MemberRole>;

/** Who may do something in a group; each is contained in those before it. */
export const Audience = z.enum(['everybody', 'admins', 'owner']).meta({ id: 'Audience' });
export type Audience = z.infer<typeof Audience>;

export const GroupName = VisibleName.meta({ id: 'GroupName', example: '发布小组 Release' });
export type GroupName = z.infer<typeof GroupName>;

export const Topic = plainText(LIMITS.topicCodePoints)
  .refine((text) => !text.includes('\n'), 'one line')
  .meta({ id: 'Topic', description: 'What it is about, in a line; empty: nothing said.' });
export const Announcement = plainText(LIMITS.announcementCodePoints).meta({
  id: 'Announcement',
  description: 'What everybody in it should know; empty: none.',
});

/** One emoji as a person sees it, with its joiners and skin tones. */
const EMOJI =
  /^(?:\p{RI}\p{RI}|[#*0-9]\uFE0F?\u20E3|\p{Emoji}(?:\p{EMod}|\uFE0F)?(?:\u200D\p{Emoji}(?:\p{EMod}|\uFE0F)?)*)$/u;

/** A picture of a group: a colour of the palette and an emoji on it. */
export const GroupAvatar = z
  .strictObject({
    tint: z
      .number()
      .int()
      .min(0)
      .max(LIMITS.avatarTints - 1)
      .meta({ description: 'Of the palette, 0 to 7.' }),
    emoji: z
      .string()
      .max(32)
      .refine((emoji) => EMOJI.test(emoji) && !/^[\d#*]$/.test(emoji), 'one emoji')
      .nullable(),
  })
  .meta({ id: 'GroupAvatar' });
export type GroupAvatar = z.infer<typeof GroupAvatar>;

const History = z.number().int().min(0).max(LIMITS.newcomerHistory).nullable();
const SlowSeconds = z.number().int().min(0).max(LIMITS.slowSeconds);

/** What the owner and admins of a group may set; every field alone. */
export const GroupSettingsInput = z
  .strictObject({
    post: Audience,
    add: Audience,
    info: Audience,
    pin: Audience,
    mentionAll: Audience,
    muteAll: z.boolean(),
    slowSeconds: SlowSeconds,
    history: History,
    approval: z.boolean(),
  })
  .partial()
  .refine((settings) => Object.keys(settings).length > 0, 'at least one setting');
export type GroupSettingsInput = z.infer<typeof GroupSettingsInput>;

const audience = (what: string) =>
  z.string().meta({ description: `Who may ${what}: everybody, admins or owner; unknown ones count as owner.` });

/** The rules of a group, whole. */
export const GroupSettings = z
  .object({
    post: audience('send messages'),
    add: audience('add people'),
    info: audience('change name, picture, topic and announcement'),
    pin: audience('pin messages'),
    mentionAll: audience('mention everybody'),
    muteAll: z.boolean().meta({ description: 'Only the owner and admins may send.' }),
    slowSeconds: Counter.meta({ description: 'A member sends at most once in so many seconds; 0: no limit.' }),
    history: Counter.nullable().meta({ description: 'Earlier messages that newcomers see: 0 none, null all.' }),
    approval: z.boolean().meta({ description: 'Who comes by a link waits until an admin lets them in.' }),
  })
  .meta({ id: 'GroupSettings' });
export type GroupSettings = z.infer<typeof GroupSettings>;

/** What a group looks like and which rules it has. */
export const GroupProfile = z
  .object({
    topic: z.string(),
    avatar: z.object({ tint: z.number(), emoji: z.string().nullable() }).nullable(),
    visibility: z.string().meta({ description: 'private, or public: a channel that everybody in the org may join.' }),
    archived: z.boolean().meta({ description: 'Read-only: nothing more can be sent.' }),
    settings: GroupSettings,
  })
  .meta({ id: 'GroupProfile' });
export type GroupProfile = z.infer<typeof GroupProfile>;

export const Nickname = VisibleName.meta({ id: 'Nickname' });

export const Member = z
  .object({
    user: UserSummary,
    role: z.string(),
    joinedAt: Millis,
    nickname: z.string().nullable(),
    mutedUntil: Millis.nullable().meta({ description: 'May not send until then.' }),
  })
  .meta({ id: 'Member', description: 'role: owner, admin or member; unknown ones count as member.' });
export type Member = z.infer<typeof Member>;

/** What every system message says of its conversation, as of that message: the newest by rev counts. */
const after = {
  name: z.string().nullable(),
  memberCount: Counter,
  profile: GroupProfile.optional().meta({ description: 'Missing in messages of before profiles were kept.' }),
};
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
  joined: z.object({ event: z.literal('joined'), ...after }),
  topic: z.object({ event: z.literal('topic'), ...after }),
  avatar: z.object({ event: z.literal('avatar'), ...after }),
  announcement: z.object({ event: z.literal('announcement'), ...after, text: z.string() }),
  settings: z.object({
    event: z.literal('settings'),
    ...after,
    changed: z.array(z.string()).meta({ description: 'Which of profile.settings.' }),
  }),
  muted: z.object({ event: z.literal('muted'), ...after, userId: Id, until: Millis.nullable() }),
  nickname: z.object({ event: z.literal('nickname'), ...after, userId: Id, nickname: z.string().nullable() }),
  visibility: z.object({ event: z.literal('visibility'), ...after }),
  archived: z.object({ event: z.literal('archived'), ...after }),
  unarchived: z.object({ event: z.literal('unarchived'), ...after }),
  dissolved: z.object({ event: z.literal('dissolved'), ...after }),
} as const;
const { created, added, removed, left, renamed, role } = SYSTEM_EVENTS;
const { joined, topic, avatar, announcement, settings, muted, nickname } = SYSTEM_EVENTS;
const { visibility, archived, unarchived, dissolved } = SYSTEM_EVENTS;

/**
 * A system message: something that happened to the conversation, told as data; each client says it in its language. The actor is
 * the message's senderId. It counts as nothing unread.
 */
export const SystemEvent = z
  .discriminatedUnion('event', [
    created,
    added,
    removed,
    left,
    renamed,
    role,
    joined,
    topic,
    avatar,
    announcement,
    settings,
    muted,
    nickname,
    visibility,
    archived,
    unarchived,
    dissolved,
  ])
  .meta({ id: 'SystemEvent' });
export type SystemEvent = z.infer<typeof SystemEvent>;

/** The content of a system message. */
export const SystemContent = z.object({ type: z.literal('system'), system: SystemEvent });
export type SystemContent = z.infer<typeof SystemContent>;
