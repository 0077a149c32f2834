import type { Content, ContentInput, ForwardRequest } from '@parley/contract';
import type { Forwarded } from '@parley/core';
import { type Marks, MESSAGE_KIND } from '@parley/db';

/** A content as it is stored: the text in one column, structure beside it, never the same text twice. */
export type ContentColumns = { kind: number; text: string | null; structure: object | null };

/** What is stored of a send: its content, and the message in whose thread it is said; null: in none. */
export type SendColumns = ContentColumns & { threadSeq: number | null };

export function toColumns({ text, mentions = [], replyTo }: ContentInput): ContentColumns {
  const structure = { ...(mentions.length > 0 && { mentions }), ...(replyTo && { replyTo }) };
  return { kind: MESSAGE_KIND.text, text, structure: Object.keys(structure).length === 0 ? null : structure };
}

export function toSendColumns(content: ContentInput): SendColumns {
  return { ...toColumns(content), threadSeq: content.thread?.seq ?? null };
}

/** A forward keeps what it was made of, so that a retry is known; readers are not told. */
export function forwardColumns(plan: Forwarded, from: ForwardRequest['from']): SendColumns {
  if (plan.type === 'merged') {
    return { kind: MESSAGE_KIND.merged, text: null, structure: { from, items: plan.items }, threadSeq: null };
  }
  return {
    kind: MESSAGE_KIND.forward,
    text: plan.text,
    structure: { from, forwarded: plan.forwarded },
    threadSeq: null,
  };
}

/** Whether somebody said it: text, whoever said it first. */
export function isSaid(kind: number): boolean {
  return kind === MESSAGE_KIND.text || isForward(kind);
}

export function isForward(kind: number): boolean {
  return kind === MESSAGE_KIND.forward || kind === MESSAGE_KIND.merged;
}

/** Columns → wire. A kind that this build doesn't know is passed on as such: the client says "update to see". */
export function contentOf({ kind, text, structure }: ContentColumns, marks: Marks | null): Content {
  switch (kind) {
    case MESSAGE_KIND.text:
      return { type: 'text', text: text ?? '', ...structure };
    case MESSAGE_KIND.system:
      return { type: 'system', system: structure };
    case MESSAGE_KIND.recalled:
      return { type: 'recalled', by: marks?.recalled?.by };
    case MESSAGE_KIND.forward:
      return { type: 'forward', text: text ?? '', ...withoutSource(structure) };
    case MESSAGE_KIND.merged:
      return { type: 'merged', ...withoutSource(structure) };
    default:
      return { type: `kind-${kind}` };
  }
}

function withoutSource(structure: object | null): object {
  const { from: _, ...shown } = { from: null, ...structure };
  return shown;
}
