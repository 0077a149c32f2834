import { ForwardContent, LIMITS, MergedContent, type Message, ParleyError } from '@parley/contract';

export type Forwarded = ForwardContent | MergedContent;

/**
 * What messages become when they are forwarded: a copy with whose words they are, so that nothing leaks or breaks when the
 * first ones change or their reader leaves. `nameOf`: what people are called now. Throws FORWARD_REFUSED, FORWARD_NESTED,
 * FORWARD_TOO_LARGE.
 */
export function planForward(
  messages: readonly Message[],
  { merged, nameOf }: { merged: boolean; nameOf: (userId: string) => string },
): Forwarded {
  const [only] = messages;
  if (merged) return mergedOf(messages, nameOf);
  if (only === undefined || messages.length > 1) throw new ParleyError('BAD_REQUEST');
  const { content, senderId, sentAt } = only;
  // Passed on: the words stay those of who said them first, and a card stays the card that it was.
  const before = ForwardContent.safeParse(content);
  if (before.success) return before.data;
  const card = MergedContent.safeParse(content);
  if (card.success) return card.data;
  return { type: 'forward', text: wordsOf(only), forwarded: { senderId, name: nameOf(senderId), sentAt } };
}

function mergedOf(messages: readonly Message[], nameOf: (userId: string) => string): MergedContent {
  const items = messages
    .toSorted((a, b) => a.seq - b.seq)
    .map((message) => {
      // A card in a card in a card would grow without end, and nobody could see into it.
      if (message.content.type === 'merged') throw new ParleyError('FORWARD_NESTED', { seq: message.seq });
      const text = wordsOf(message);
      // Whose words they are, also when they were passed on before.
      const before = ForwardContent.safeParse(message.content);
      if (before.success) return { ...before.data.forwarded, text };
      const { senderId, sentAt } = message;
      return { senderId, name: nameOf(senderId), sentAt, text };
    });
  const size = items.reduce((sum, { text }) => sum + text.length, 0);
  if (size > LIMITS.mergedChars) throw new ParleyError('FORWARD_TOO_LARGE', { limit: LIMITS.mergedChars, size });
  return { type: 'merged', items };
}

/** Only what somebody said can be passed on: nothing that happened, nothing that was taken back. */
function wordsOf({ seq, content }: Message): string {
  const { type, text } = content;
  if ((type !== 'text' && type !== 'forward') || text === undefined) throw new ParleyError('FORWARD_REFUSED', { seq });
  return text;
}
