import type { TimelineMessage } from '@parley/sdk';

/** What was taken back begins no thread; one that it had goes on. */
export function isOver({ content, replies }: Pick<TimelineMessage, 'content' | 'replies'>): boolean {
  return content.type === 'recalled' && replies === null;
}
