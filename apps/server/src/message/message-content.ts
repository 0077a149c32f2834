import type { Content, ContentInput } from '@parley/contract';
import { type Marks, MESSAGE_KIND } from '@parley/db';

/** A content as it is stored: the text in one column, structure beside it, never the same text twice. */
export type ContentColumns = { kind: number; text: string | null; structure: object | null };

export function toColumns(content: ContentInput): ContentColumns {
  return { kind: MESSAGE_KIND.text, text: content.text, structure: null };
}

/** Columns → wire. A kind that this build doesn't know is passed on as such: the client says "update to see". */
export function contentOf({ kind, text, structure }: ContentColumns, marks: Marks | null): Content {
  switch (kind) {
    case MESSAGE_KIND.text:
      return { type: 'text', text: text ?? '' };
    case MESSAGE_KIND.system:
      return { type: 'system', system: structure };
    case MESSAGE_KIND.recalled:
      return { type: 'recalled', by: marks?.recalled?.by };
    default:
      return { type: `kind-${kind}` };
  }
}
