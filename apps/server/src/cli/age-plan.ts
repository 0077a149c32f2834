/** A conversation of the load test's people. */
export type AgedConversation = { conversationId: string; memberIds: readonly string[] };

/** As in the mixed load: one message in ten is said in a group. */
const GROUP_SHARE = 0.1;

/**
 * How many of the messages each conversation gets, in the order given. People talk much with few and little with many: the shares
 * fall off exponentially. Their sum is what was asked for.
 */
export function messagesOf(conversations: readonly AgedConversation[], messages: number): number[] {
  const isGroup = conversations.map(({ memberIds }) => memberIds.length > 2);
  const groups = isGroup.filter(Boolean).length;
  const groupShare = groups === 0 ? 0 : groups === conversations.length ? 1 : GROUP_SHARE;
  const weights = conversations.map((_, at) => -Math.log(1 - fractionOf(at)));
  const total = (group: boolean): number =>
    weights.reduce((sum, weight, at) => (isGroup[at] === group ? sum + weight : sum), 0);
  const [ofGroups, ofDirects] = [total(true), total(false)];
  let given = 0;
  let due = 0;
  return weights.map((weight, at) => {
    due += isGroup[at] === true ? (weight / ofGroups) * groupShare : (weight / ofDirects) * (1 - groupShare);
    const upTo = at === weights.length - 1 ? messages : Math.round(due * messages);
    const mine = upTo - given;
    given = upTo;
    return mine;
  });
}

/** Spread evenly over [0, 1) without a pattern, and the same at each run: the golden ratio's multiples. */
function fractionOf(at: number): number {
  return ((at + 1) * 0.618_033_988_749_894_9) % 1;
}

/** What of `count` falls into a slice of the time, so that all slices together are the whole. */
export function inSlice(count: number, slice: number, slices: number): number {
  return Math.floor((count * (slice + 1)) / slices) - Math.floor((count * slice) / slices);
}
