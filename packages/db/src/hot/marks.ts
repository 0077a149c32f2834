import type { Reaction } from '@parley/contract';

/** What stands beside a message's content once something happened to it; the jsonb column `marks`. */
export type Marks = {
  /** Of the last of these changes. */
  readonly rev: number;
  readonly edited?: { readonly at: number };
  readonly recalled?: { readonly by: string };
  readonly reactions?: readonly Reaction[];
  readonly pinned?: { readonly by: string; readonly at: number };
};
