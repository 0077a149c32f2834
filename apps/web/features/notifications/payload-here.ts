import type { Message, NotificationPreview, PushPayload } from '@parley/contract';
import { plainText } from '@parley/core';
import type { ChatRow } from '@parley/sdk';

/** What a notification shows at most, in code points: a line or two. */
const TEXT_SHOWN = 200;

type About = {
  readonly row: Pick<ChatRow, 'kind' | 'name'>;
  /** undefined: not known yet. */
  readonly sender: string | undefined;
  readonly calls: boolean;
  readonly count: number;
  readonly preview: NotificationPreview;
};

/** What a notification of this message says, as much of it as its reader wants: the same as one that is pushed. */
export function payloadHere(message: Message, { row, sender, calls, count, preview }: About): PushPayload {
  const { conversationId, seq, content } = message;
  const ids = { v: 1, conversationId, seq, count } as const;
  if (preview === 'none') return ids;
  const said = content.type === 'text' || content.type === 'forward';
  const text = preview === 'full' && said ? lineOf(content.text ?? '') : '';
  return {
    ...ids,
    kind: row.kind,
    ...(row.name !== null && { conversation: row.name }),
    ...(sender !== undefined && { sender }),
    ...(text !== '' && { text }),
    ...(calls && { calls }),
  };
}

function lineOf(text: string): string {
  const points = [...plainText(text).replaceAll(/\s+/g, ' ').trim()];
  return points.length > TEXT_SHOWN ? `${points.slice(0, TEXT_SHOWN - 1).join('')}…` : points.join('');
}
