import type { TimelineMessage } from '@parley/sdk';
import { useMemo, useState } from 'react';

export type Selection = ReadonlyMap<number, TimelineMessage>;

/** What is about to be forwarded: `merged`, as one message. */
export type Forwarding = { readonly messages: readonly TimelineMessage[]; readonly merged: boolean };

export type ForwardState = {
  /** null: nothing is being selected. */
  readonly selection: Selection | null;
  readonly forwarding: Forwarding | null;
  readonly asking: boolean;
  readonly select: (message: TimelineMessage) => void;
  readonly toggle: (message: TimelineMessage) => void;
  readonly forward: (forwarding: Forwarding) => void;
  /** The dialog closes: what is selected stays so. */
  readonly back: () => void;
  readonly end: () => void;
};

/** Only what somebody said, and what the server has. */
export function mayForward({ seq, content }: TimelineMessage): boolean {
  return seq !== null && ['text', 'forward', 'merged'].includes(content.type);
}

/** Messages on their way to other chats: one from its menu, or several that are selected. */
export function useForward(): ForwardState {
  const [selection, setSelection] = useState<Selection | null>(null);
  const [forwarding, setForwarding] = useState<Forwarding | null>(null);
  const [asking, setAsking] = useState(false);
  return useMemo(() => {
    const toggle = (message: TimelineMessage): void =>
      setSelection((before) => toggled(before ?? new Map<number, TimelineMessage>(), message));
    return {
      selection,
      forwarding,
      asking,
      toggle,
      select: (message) => setSelection(toggled(new Map(), message)),
      forward: (next) => {
        setForwarding(next);
        setAsking(true);
      },
      back: () => setAsking(false),
      end: () => {
        setAsking(false);
        setSelection(null);
      },
    };
  }, [selection, forwarding, asking]);
}

function toggled(before: Selection, message: TimelineMessage): Selection {
  if (message.seq === null) return before;
  const next = new Map(before);
  if (!next.delete(message.seq)) next.set(message.seq, message);
  return next;
}
