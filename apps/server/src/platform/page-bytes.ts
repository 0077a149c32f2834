import { type Content, MergedContent, type Message } from '@parley/contract';

/**
 * At most half a megabyte on the wire, whatever the limit in items: well below what may wait for one connection, so that
 * a page on a slow network and a live frame behind it don't look like a reader that stopped.
 */
const MAX_CHARS = 150_000;
/** What a message weighs besides its text. */
const OVERHEAD_CHARS = 300;

/** The room of one answer, taken up by what is put into it. */
export class PageRoom {
  private chars = 0;
  private items = 0;

  /** How many of the first items still fit; at least one unless the answer `hasSome`, so that a reader always gets on. */
  fitting<T>(
    items: readonly T[],
    messageOf: (item: T) => Pick<Message, 'content'> | undefined,
    hasSome = false,
  ): number {
    for (const [index, item] of items.entries()) {
      const size = OVERHEAD_CHARS + charsOf(messageOf(item)?.content);
      if ((index > 0 || hasSome) && this.chars + size > MAX_CHARS) return index;
      this.chars += size;
      this.items += 1;
    }
    return items.length;
  }

  /** How many more fit, if they weigh what those before do. */
  get expected(): number {
    return Math.floor(((MAX_CHARS - this.chars) * this.items) / this.chars);
  }
}

function charsOf(content: Content | undefined): number {
  if (content?.type !== 'merged') return content?.text?.length ?? 0;
  const items = MergedContent.safeParse(content).data?.items ?? [];
  return items.reduce((sum, { text }) => sum + text.length + OVERHEAD_CHARS, 0);
}
