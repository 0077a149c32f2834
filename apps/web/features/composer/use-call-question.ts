import type { Mention } from '@parley/contract';
import { MENTION_CONFIRM_MEMBERS } from '@parley/core';
import type { ChatRow } from '@parley/sdk';
import { useState } from 'react';
import { useThreadHere } from '../threads/in-thread';

export type CallQuestion = {
  /** Whom a call of all reaches. */
  readonly count: number;
  readonly asking: boolean;
  /** Does it at once, unless it calls that many people: then when the answer is yes. */
  readonly guard: (mentions: readonly Mention[], act: () => void) => void;
  readonly answer: (yes: boolean) => void;
};

/** Whether to really call that many. In a thread those are called who follow it, and hear of each reply anyway. */
export function useCallQuestion({ memberCount }: Pick<ChatRow, 'memberCount'>): CallQuestion {
  const [waiting, setWaiting] = useState<(() => void) | null>(null);
  const inThread = useThreadHere() !== null;
  const count = Math.max(0, (memberCount ?? 0) - 1);
  const guard = (mentions: readonly Mention[], act: () => void): void => {
    if (!inThread && count >= MENTION_CONFIRM_MEMBERS && mentions.some(({ type }) => type !== 'user'))
      setWaiting(() => act);
    else act();
  };
  const answer = (yes: boolean): void => {
    setWaiting(null);
    if (yes) waiting?.();
  };
  return { count, asking: waiting !== null, guard, answer };
}
