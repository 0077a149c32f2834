import type { Audience, ContentInput } from '@parley/contract';

/** `key`: of a try before, when its answer got lost. */
export type NewGroup = { readonly name: string; readonly userIds: readonly string[]; readonly key?: string };
export type NewChannel = NewGroup & {
  readonly topic: string;
  readonly visibility: 'public' | 'private';
  readonly post: Audience;
};

/** `key`: of a try before, when its answer got lost. */
export type NewScheduled = SendExtras & { readonly text: string; readonly sendAt: number; readonly key?: string };

/** Where a message stands. */
export type MessageAt = { readonly conversationId: string; readonly seq: number };

/** What a message holds besides its text. */
export type SendExtras = Pick<ContentInput, 'mentions' | 'replyTo' | 'thread'>;
