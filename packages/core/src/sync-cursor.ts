import type { SyncCursor, SyncPage } from '@parley/contract';

/** What an inbox still holds. */
export type InboxExtent = {
  readonly incarnation: string;
  readonly latestSeq: number;
  /** The oldest entry that is kept; latestSeq + 1 when none is. */
  readonly oldestSeq: number;
};

/** Why a cursor can't be continued; undefined when it can. A cursor right before the oldest kept entry still can. */
export function resetReason(cursor: SyncCursor, inbox: InboxExtent): SyncPage['reset'] {
  if (cursor.incarnation !== inbox.incarnation) return 'incarnation';
  if (cursor.inboxSeq > inbox.latestSeq) return 'ahead';
  if (cursor.inboxSeq < inbox.oldestSeq - 1) return 'too-old';
  return undefined;
}

/** The further of two cursors of one device; a new incarnation begins anew. */
export function advanceCursor(current: SyncCursor | null, acked: SyncCursor): SyncCursor {
  if (current === null || current.incarnation !== acked.incarnation) return acked;
  return acked.inboxSeq > current.inboxSeq ? acked : current;
}

export type Head = { readonly seq: number; readonly rev: number };
