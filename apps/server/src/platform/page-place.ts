import { ParleyError } from '@parley/contract';

/** Of an `after` that no page gave as its `next`. */
export function notAPlace(): ParleyError {
  return new ParleyError('BAD_REQUEST', {
    issues: [{ path: 'after', message: 'pass the `next` of the page before' }],
  });
}

/** Where a message stands in a list by some time of it: `time:conversationId:seq`. */
export type MessagePlace = { at: number; conversationId: string; seq: number };

export function messagePlaceOf(after: string): MessagePlace {
  const [, at, conversationId, seq] = /^(\d{1,15}):([1-9]\d{0,17}):(\d{1,15})$/.exec(after) ?? [];
  if (at === undefined || conversationId === undefined || seq === undefined) throw notAPlace();
  return { at: Number(at), conversationId, seq: Number(seq) };
}
