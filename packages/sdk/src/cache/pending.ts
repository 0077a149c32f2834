import { ContentInput, type ErrorCode, isErrorCode, type ParleyError } from '@parley/contract';

/** A message of mine that is not acked: kept in storage until it is, or until it is discarded. */
export type PendingSend = {
  readonly clientMsgId: string;
  readonly conversationId: string;
  readonly content: ContentInput;
  /** Local time of sending, for display. */
  readonly createdAt: number;
  /** Place in the outgoing order of this device; a retry goes to the end. */
  readonly order: number;
  /** It may have left this device, so the server may have it, whatever is known here: it can't be taken back any more. */
  readonly left: boolean;
  readonly failed: { readonly code: ErrorCode; readonly details: Record<string, unknown> } | null;
};

export function failPending(pending: PendingSend, error: ParleyError): PendingSend {
  return { ...pending, failed: { code: error.code, details: error.details } };
}

export function byOrder(a: PendingSend, b: PendingSend): number {
  return a.order - b.order || (a.clientMsgId < b.clientMsgId ? -1 : 1);
}

/** A row of the storage; null when another build left something else there. */
export function parsePending(value: unknown): PendingSend | null {
  if (typeof value !== 'object' || value === null) return null;
  const { clientMsgId, conversationId, content, createdAt, order, left, failed } = value as Partial<PendingSend>;
  const parsed = ContentInput.safeParse(content);
  if (typeof clientMsgId !== 'string' || typeof conversationId !== 'string' || !parsed.success) return null;
  if (typeof createdAt !== 'number' || typeof order !== 'number') return null;
  const known = failed != null && isErrorCode(failed.code) ? failed : null;
  // A build that did not note it may have sent it.
  return { clientMsgId, conversationId, content: parsed.data, createdAt, order, left: left !== false, failed: known };
}
