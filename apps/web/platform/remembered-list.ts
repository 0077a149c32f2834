import type { ChatRow } from '@parley/sdk';
import { LIST_KEY } from './forget-kept';

/** `of`: whose list it is. */
export type RememberedList = { readonly of: string; readonly rows: readonly ChatRow[] };

/** The list as it stood when it was last at rest, of this person: drawn while the storage is read. */
export function rememberedList(userId: string): readonly ChatRow[] {
  try {
    const kept = JSON.parse(localStorage.getItem(LIST_KEY) ?? '') as RememberedList;
    return kept.of === userId ? kept.rows : [];
  } catch {
    return [];
  }
}
