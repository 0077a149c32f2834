'use client';
import type { TimelineMessage } from '@parley/sdk';
import { createContext, use } from 'react';
import type { ForwardState } from '../forward/use-forward';

/** What can be done from a message and concerns more than its row. */
export type MessageActs = {
  readonly reply: (message: TimelineMessage) => void;
  readonly jumpTo: (seq: number) => void;
  readonly forwards: ForwardState;
};

const Context = createContext<MessageActs | null>(null);

export const MessageActsProvider = Context;

export function useMessageActs(): MessageActs {
  const acts = use(Context);
  if (!acts) throw new Error('MessageActsProvider is missing');
  return acts;
}
