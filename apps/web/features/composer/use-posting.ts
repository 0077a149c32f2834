import { checkPosting, roleOf, slowWaitMs } from '@parley/core';
import { useEffect, useState } from 'react';
import { useClient } from '../../state/client';
import { shownError, type ShownError } from '../../state/use-error-text';
import { useStored } from '../../state/use-store';
import type { SteadyChat } from '../../state/steady-chat';

export type Posting = {
  /** Why nothing can be written here; null: it can. */
  readonly refused: ShownError | null;
  /** Members write once in so many seconds; 0: as they like. */
  readonly slowSeconds: number;
  /** Until my next turn. */
  readonly waitSeconds: number;
};

const LONGEST_MS = 60_000;

/** Whether I may write here now, by the rule that the server applies. */
export function usePosting(row: SteadyChat): Posting {
  const client = useClient();
  const timeline = client.timeline(row.conversationId);
  const [now, setNow] = useState(client.now);
  const { refused, slowSeconds } = postingRule(row, now);
  // A turn is one of the conversation: what is said in a thread takes it like what is said in the flow.
  const last = useStored(timeline, () => (slowSeconds > 0 ? timeline.lastSaidAt() : null));
  const waitMs = slowWaitMs(slowSeconds, last, now);
  const mutedMs = refused?.code === 'MUTED' ? Number(refused.details['until']) - now : 0;
  const nextMs = waitMs > 0 ? 1_000 : Math.min(Math.max(0, mutedMs), LONGEST_MS);
  useEffect(() => {
    if (nextMs <= 0) return;
    const timer = setTimeout(() => setNow(client.now()), nextMs);
    return () => clearTimeout(timer);
  }, [client, nextMs, now]);
  // Something was sent, or the rules changed: what time it is has to be asked anew.
  useEffect(() => {
    const timer = setTimeout(() => setNow(client.now()), 0);
    return () => clearTimeout(timer);
  }, [client, last, row.profile, row.mutedUntil]);
  return { refused, slowSeconds, waitSeconds: Math.ceil(waitMs / 1_000) };
}

/** Whether I may write there, and how often. */
export function postingRule(
  { profile, role, mutedUntil }: SteadyChat,
  now: number,
): Pick<Posting, 'refused' | 'slowSeconds'> {
  if (profile === null) return { refused: null, slowSeconds: 0 };
  try {
    const slowSeconds = checkPosting(profile, { role: roleOf(role ?? ''), mutedUntil }, now);
    return { refused: null, slowSeconds };
  } catch (error) {
    return { refused: shownError(error), slowSeconds: 0 };
  }
}
