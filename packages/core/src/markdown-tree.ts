/**
 * What a text says, as a small closed tree. There is no node for raw HTML and none for pictures, so nothing that draws the
 * tree can be made to draw them.
 */
export type Inline =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'strong' | 'emphasis' | 'strike'; readonly children: readonly Inline[] }
  | { readonly type: 'code'; readonly text: string }
  /** Somebody who is called: which of the message's mentions, and how the text names them. */
  | { readonly type: 'mention'; readonly index: number; readonly text: string }
  | { readonly type: 'link'; readonly href: string; readonly children: readonly Inline[] };

export type ListItem = {
  /** As it was written; null: a bullet. */
  readonly number: number | null;
  readonly children: readonly Block[];
};

/** A paragraph keeps the line breaks of its text. */
export type Block =
  | { readonly type: 'paragraph'; readonly children: readonly Inline[] }
  | { readonly type: 'code'; readonly language: string | null; readonly text: string }
  | { readonly type: 'quote'; readonly children: readonly Block[] }
  | { readonly type: 'list'; readonly items: readonly ListItem[] };
