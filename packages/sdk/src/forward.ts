import type { MessageSent, ParleyError } from '@parley/contract';
import { toParleyError } from './errors.js';
import type { RestClient } from './rest.js';

/** `key`: of a try before, when an answer got lost. `merged`: as one message; without it exactly one is forwarded. */
export type Forward = {
  readonly from: { readonly conversationId: string; readonly seqs: readonly number[] };
  readonly to: readonly string[];
  readonly merged: boolean;
  readonly key?: string;
};
export type ForwardResult = { readonly conversationId: string } & (
  | { readonly sent: MessageSent; readonly error?: never }
  | { readonly sent?: never; readonly error: ParleyError }
);

/** Asked again with the same key, conversations that have the copies already stay as they are. */
export function forwardTo(rest: RestClient, what: Forward & { readonly key: string }): Promise<ForwardResult[]> {
  const { from, to, merged, key } = what;
  return Promise.all(
    to.map(async (conversationId) => {
      const body = { clientMsgId: `${key}_${conversationId}`, from: { ...from, seqs: [...from.seqs] }, merged };
      try {
        return { conversationId, sent: await rest.call('forward', { params: { conversationId }, body }) };
      } catch (error) {
        return { conversationId, error: toParleyError(error) };
      }
    }),
  );
}
