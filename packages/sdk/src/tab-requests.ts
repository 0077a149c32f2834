import { Draft, PreferencesChange } from '@parley/contract';
import { parsePending, type PendingSend } from './cache/pending.js';

/** What a tab without the device lock asks of the one that has it; a row of the table `requests` until it is done. */
export type TabRequest =
  | { readonly id: string; readonly kind: 'send'; readonly pending: PendingSend }
  | { readonly id: string; readonly kind: 'retry'; readonly clientMsgId: string }
  | { readonly id: string; readonly kind: 'discard'; readonly clientMsgId: string }
  | { readonly id: string; readonly kind: 'read'; readonly place: string; readonly upTo: number }
  | { readonly id: string; readonly kind: 'draft'; readonly place: string; readonly draft: Draft }
  | { readonly id: string; readonly kind: 'preferences'; readonly change: PreferencesChange };

/** A row of the storage; null when another build left something else there. */
export function parseTabRequest(value: unknown): TabRequest | null {
  if (typeof value !== 'object' || value === null) return null;
  const row = value as Record<string, unknown>;
  const { id, kind } = row;
  if (typeof id !== 'string') return null;
  if (kind === 'send') {
    const pending = parsePending(row['pending']);
    return pending === null ? null : { id, kind, pending };
  }
  const { clientMsgId } = row;
  // An earlier release wrote these of conversations alone, under other names.
  const { place = row['conversationId'], upTo = row['seq'] } = row;
  if ((kind === 'retry' || kind === 'discard') && typeof clientMsgId === 'string') return { id, kind, clientMsgId };
  if (kind === 'read' && typeof place === 'string' && typeof upTo === 'number') return { id, kind, place, upTo };
  const draft = Draft.safeParse(row['draft']);
  if (kind === 'draft' && typeof place === 'string' && draft.success) return { id, kind, place, draft: draft.data };
  const change = PreferencesChange.safeParse(row['change']);
  if (kind === 'preferences' && change.success) return { id, kind, change: change.data };
  return null;
}

/** Requests of one tab are done in the order in which they were made: ids sort by it. */
export function requestId(order: number, random: string): string {
  return `${String(order).padStart(16, '0')}.${random}`;
}
