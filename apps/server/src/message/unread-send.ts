/** Of a send what must be known to refuse it, taken out of the packet without reading the whole of it. */
export type UnreadSend = { ackId: string; conversationId: string; clientMsgId: string; after: string | undefined };

/** A Socket.IO event packet of the default namespace that wants an answer. */
const START = /^2(\d{1,15})\["message\.send",/;
const ID = /^\d{1,20}$/;
const KEY = /^[\w-]{1,64}$/;

/**
 * null: it is something else, or written in another way than clients write it; then it has to be read. A name in quotes and a
 * colon behind it can't stand within a text: JSON escapes quotes.
 */
export function unreadSend(packet: string): UnreadSend | null {
  const start = START.exec(packet);
  if (start === null) return null;
  const conversationId = valueOf(packet, 'conversationId');
  const clientMsgId = valueOf(packet, 'clientMsgId');
  const after = valueOf(packet, 'after');
  if (!ID.test(conversationId ?? '') || !KEY.test(clientMsgId ?? '')) return null;
  return { ackId: start[1] ?? '', conversationId: conversationId ?? '', clientMsgId: clientMsgId ?? '', after };
}

function valueOf(packet: string, name: string): string | undefined {
  const field = `"${name}":"`;
  const at = packet.indexOf(field);
  if (at < 0) return undefined;
  const from = at + field.length;
  const to = packet.indexOf('"', from);
  return to < 0 ? undefined : packet.slice(from, to);
}
