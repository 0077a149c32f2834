import * as z from 'zod';
import { ClientMsgId, Counter, Id, Millis } from './ids.js';
import { LIMITS } from './limits.js';

/** UTF-16 units never exceed twice the code points; core counts the code points and gives the precise code. */
const Text = z.string().max(LIMITS.textCodePoints * 2 + 2);

/** Where in the text a mention stands, from its `@`; in UTF-16 units, as most languages count their strings. */
const span = {
  at: z
    .number()
    .int()
    .min(0)
    .max(LIMITS.textCodePoints * 2),
  length: z
    .number()
    .int()
    .min(2)
    .max(LIMITS.nameCodePoints * 2 + 1),
};

/**
 * Somebody who is called by a message: a member, or all of them, by `all` and by `here`, which differ in the word alone. The text
 * names them too, so that it reads well where mentions are not known.
 */
export const Mention = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('user'), userId: Id, ...span }),
    z.strictObject({ type: z.literal('all'), ...span }),
    z.strictObject({ type: z.literal('here'), ...span }),
  ])
  .meta({ id: 'Mention', example: { type: 'user', userId: '7340031959040', at: 0, length: 4 } });
export type Mention = z.infer<typeof Mention>;

const ReplyTo = z.strictObject({ seq: Counter.min(1) });
const InThread = z.strictObject({ seq: Counter.min(1) });

const said = {
  text: Text.meta({ description: 'A safe subset of Markdown; kept as it was typed.' }),
  mentions: z.array(Mention).max(LIMITS.mentions).optional().meta({ description: 'In the order of the text.' }),
};

/** What a device may send: a closed union, strict. */
export const ContentInput = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('text'),
      ...said,
      replyTo: ReplyTo.optional().meta({ description: 'The message of this conversation that is answered.' }),
      thread: InThread.optional().meta({
        description:
          'Said in the thread of this message; a thread has no threads of its own. It stays there. One that was taken back begins no thread; a thread that it had goes on, for all who may post.',
      }),
    }),
  ])
  .meta({ id: 'ContentInput' });
export type ContentInput = z.infer<typeof ContentInput>;

/** What a message may be changed into: what it answers stays, and its thread. */
export const ContentEdit = z
  .discriminatedUnion('type', [z.strictObject({ type: z.literal('text'), ...said })])
  .meta({ id: 'ContentEdit' });
export type ContentEdit = z.infer<typeof ContentEdit>;

/** What the server delivers: open. A client that doesn't know the type keeps it and shows "update to see". */
export const Content = z
  .looseObject({
    type: z.string(),
    text: z.string().optional(),
    mentions: z
      .array(z.looseObject({ type: z.string(), userId: Id.optional(), at: Counter, length: Counter }))
      .optional()
      .meta({
        description: 'Who is called: `user`, or everybody by `all` or `here`; the span of the text is shown as a name.',
      }),
    replyTo: z.looseObject({ seq: Counter }).optional().meta({ description: 'The message that is answered.' }),
  })
  .meta({ id: 'Content', example: { type: 'text', text: '明天 10 点开会 / see you at ten' } });
export type Content = z.infer<typeof Content>;

/** An emoji as Unicode defines them: one picture, however many code points it takes. */
const EMOJI = /^\p{RGI_Emoji}$/v;
export const Emoji = z
  .string()
  .max(LIMITS.emojiUnits)
  .refine((text) => EMOJI.test(text), 'one emoji')
  .meta({ id: 'Emoji', example: '👍' });

export const Reaction = z
  .object({
    emoji: z.string(),
    count: Counter,
    userIds: z
      .array(Id)
      .meta({ description: `Who reacted last, at most ${LIMITS.reactorsListed}; count says how many.` }),
  })
  .meta({ id: 'Reaction' });
export type Reaction = z.infer<typeof Reaction>;

/** What was said in the thread of a message. */
export const Replies = z
  .object({
    count: Counter.meta({ description: 'Replies so far, with those that were recalled since.' }),
    lastSeq: Counter,
    lastAt: Millis,
    userIds: z.array(Id).meta({ description: `Who replied last, the newest first, at most ${LIMITS.repliersListed}.` }),
  })
  .meta({ id: 'Replies' });
export type Replies = z.infer<typeof Replies>;

export const Message = z
  .object({
    conversationId: Id,
    seq: Counter.meta({ description: 'Place in the conversation, 1..head without holes.' }),
    rev: Counter.meta({ description: 'Change counter of the conversation when this message was last changed.' }),
    ord: Counter.meta({ description: 'Running count of what counts as unread; unread = headOrd - ord(readSeq).' }),
    messageId: Id,
    senderId: Id,
    clientMsgId: ClientMsgId,
    sentAt: Millis,
    content: Content.meta({
      description: 'As it is now. A recalled message keeps its place with content of type `recalled`.',
    }),
    edited: z
      .object({ at: Millis, version: Counter })
      .optional()
      .meta({ description: 'When the content was last edited.' }),
    reactions: z.array(Reaction).optional().meta({ description: 'In the order in which each emoji first came.' }),
    pinned: z.object({ by: Id, at: Millis }).optional(),
    thread: z.object({ seq: Counter, ord: Counter }).optional().meta({
      description:
        'It is the reply number `ord` in the thread of the message `seq`: shown there, and nothing unread of the conversation.',
    }),
    replies: Replies.optional().meta({
      description:
        'Of its own thread, as of when the message was read. Missing: nothing is said of it; a reply tells the count by its `thread.ord`.',
    }),
  })
  .meta({ id: 'Message' });
export type Message = z.infer<typeof Message>;

/** The content of a recalled message: what was said is not served any more. */
export const RecalledContent = z.object({ type: z.literal('recalled'), by: Id });
export type RecalledContent = z.infer<typeof RecalledContent>;

/** What a message said before it was edited. */
export const MessageVersion = z
  .object({
    version: Counter.meta({ description: '1 is what was sent.' }),
    content: Content,
    replacedAt: Millis,
    replacedBy: Id,
  })
  .meta({ id: 'MessageVersion' });
export type MessageVersion = z.infer<typeof MessageVersion>;

export const MessageSend = z
  .strictObject({
    conversationId: Id,
    clientMsgId: ClientMsgId,
    content: ContentInput,
    after: ClientMsgId.optional().meta({
      description:
        'The send of this device to this conversation that was still unanswered when this one left. If that one is refused, this one is too (AFTER_FAILED), so order is kept.',
    }),
  })
  .meta({ id: 'MessageSend' });
export type MessageSend = z.infer<typeof MessageSend>;

/** Committed: the message is in Postgres when this answer leaves. */
export const MessageSent = z
  .object({
    messageId: Id,
    seq: Counter,
    rev: Counter,
    ord: Counter,
    sentAt: Millis,
    threadOrd: Counter.optional().meta({ description: 'Of a reply: its number in its thread.' }),
  })
  .meta({ id: 'MessageSent' });
export type MessageSent = z.infer<typeof MessageSent>;

export const Heads = z
  .object({
    conversationId: Id,
    seq: Counter,
    rev: Counter,
    ord: Counter.default(0).meta({ description: 'unread = ord - readOrd.' }),
    at: Millis.default(0).meta({ description: 'When something was last said.' }),
    allSeq: Counter.optional().meta({
      description: 'In read mode the newest message that calls all, 0: none; missing: nothing is said of that.',
    }),
  })
  .meta({ id: 'Heads', description: 'The highest seq, rev and ord of a conversation.' });
export type Heads = z.infer<typeof Heads>;

/** Seqs that were purged: present for gap detection, never served. Both ends included. */
export const SeqRange = z.object({ from: Counter, to: Counter }).meta({ id: 'SeqRange' });
export type SeqRange = z.infer<typeof SeqRange>;
