import type { ChannelPage } from '@parley/contract';
import { matchName, type Readings, unread } from './name-match';

export type ChannelOption = Pick<ChannelPage['channels'][number], 'conversationId' | 'name' | 'topic' | 'joined'>;

/** Rows that the list has room for. */
const SHOWN = 8;

/** Those that what is typed names, the best first; of two as good the one I am in, and of those the one that spoke last. */
export function channelsFor(
  query: string,
  { mine, others }: { mine: readonly ChannelOption[]; others: readonly ChannelOption[] },
  readings: Readings = unread,
): readonly ChannelOption[] {
  const known = new Set(mine.map(({ conversationId }) => conversationId));
  const all = [...mine, ...others.filter(({ conversationId }) => !known.has(conversationId))];
  const ranked = all.flatMap((one) => {
    const rank = matchName(one.name, query, readings);
    return rank === null ? [] : [{ one, rank }];
  });
  ranked.sort((a, b) => a.rank - b.rank);
  return ranked.slice(0, SHOWN).map(({ one }) => one);
}
