import type { ReceiptPolicy } from '@parley/contract';
import type { Watermarks } from './receipt.js';

/** What the org says about read receipts, and who has chosen not to tell. */
export type ReceiptRules = { readonly policy: ReceiptPolicy; readonly silent: ReadonlySet<string> };

/** Whoever tells is told; nobody sees of others what they don't show of themselves. */
export function takesPart({ policy, silent }: ReceiptRules, userId: string): boolean {
  return policy === 'must' || (policy === 'on' && !silent.has(userId));
}

/** Whether one is told how far the other has read. */
export function isToldOf(rules: ReceiptRules, { viewer, reader }: { viewer: string; reader: string }): boolean {
  return takesPart(rules, viewer) && takesPart(rules, reader);
}

/** Somebody's watermarks as another may see them: that something arrived says nothing of reading. */
export function shownReceipt<T extends Watermarks & { readonly userId: string }>(
  rules: ReceiptRules,
  viewer: string,
  receipt: T,
): T {
  return isToldOf(rules, { viewer, reader: receipt.userId }) ? receipt : { ...receipt, readSeq: 0 };
}
