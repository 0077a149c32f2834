import type { NotificationPreview, PushPayload } from '@parley/contract';
import { plainText } from '@parley/core';
import { MESSAGE_KIND, type PushMessageRow } from '@parley/db';

/** What a notification shows at most, in code points: a line or two. */
const TEXT_SHOWN = 200;

type About = {
  conversationId: string;
  seq: number;
  count: number;
  row: PushMessageRow;
  /** undefined: nobody knows. */
  sender: string | undefined;
  calls: boolean;
  preview: NotificationPreview;
  /** The operator wants that nothing but ids leaves the house. */
  idOnly: boolean;
};

/** What the device is told, as much of it as its owner and the operator want. */
export function pushPayload({ conversationId, seq, count, row, sender, calls, preview, idOnly }: About): PushPayload {
  const ids = { v: 1, conversationId, seq, count } as const;
  if (idOnly || preview === 'none') return ids;
  const { kind, name } = row.conversation;
  const text = preview === 'full' ? textOf(row) : '';
  return {
    ...ids,
    kind,
    ...(name !== null && { conversation: name }),
    ...(sender !== undefined && { sender: row.nickname ?? sender }),
    ...(text !== '' && { text }),
    ...(calls && { calls }),
  };
}

/** Only what somebody said; a device has words of its own for the rest. */
function textOf({ kind, text }: PushMessageRow): string {
  if (text === null || (kind !== MESSAGE_KIND.text && kind !== MESSAGE_KIND.forward)) return '';
  const points = [...plainText(text).replaceAll(/\s+/g, ' ').trim()];
  return points.length > TEXT_SHOWN ? `${points.slice(0, TEXT_SHOWN - 1).join('')}…` : points.join('');
}
