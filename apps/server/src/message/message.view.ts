import type { Content, ContentInput, ForwardRequest, Message } from '@parley/contract';
import type { Forwarded } from '@parley/core';
import { MESSAGE_KIND, type MessageRow } from '@parley/db';

/** How a content is stored: the text in one column, structure beside it, never the same text twice. */
export function toColumns(content: ContentInput): { kind: number; text: string | null; structure: object | null } {
  const { text, mentions = [], replyTo } = content;
  const structure = { ...(mentions.length > 0 && { mentions }), ...(replyTo && { replyTo }) };
  return { kind: MESSAGE_KIND.text, text, structure: Object.keys(structure).length === 0 ? null : structure };
}

/** A forward keeps what it was made of, so that a retry is known; readers are not told. */
export function forwardColumns(plan: Forwarded, from: ForwardRequest['from']): ReturnType<typeof toColumns> {
  if (plan.type === 'merged') {
    return { kind: MESSAGE_KIND.merged, text: null, structure: { from, items: plan.items } };
  }
  return { kind: MESSAGE_KIND.forward, text: plan.text, structure: { from, forwarded: plan.forwarded } };
}

/** Row → wire. A kind that this build doesn't know is passed on as such: the client says "update to see". */
export function messageView(row: Omit<MessageRow, 'contentVersion'>): Message {
  const { conversationId, seq, rev, ord, messageId, senderId, clientMsgId, sentAt } = row;
  return { conversationId, seq, rev, ord, messageId, senderId, clientMsgId, sentAt, content: contentOf(row) };
}

function contentOf({ kind, text, structure }: Pick<MessageRow, 'kind' | 'text' | 'structure'>): Content {
  if (kind === MESSAGE_KIND.text) return { type: 'text', text: text ?? '', ...structure };
  if (kind === MESSAGE_KIND.system) return { type: 'system', system: structure };
  if (kind === MESSAGE_KIND.forward) return { type: 'forward', text: text ?? '', ...withoutSource(structure) };
  if (kind === MESSAGE_KIND.merged) return { type: 'merged', ...withoutSource(structure) };
  return { type: `kind-${kind}` };
}

function withoutSource(structure: object | null): object {
  const { from: _from, ...shown } = { from: null, ...structure };
  return shown;
}
