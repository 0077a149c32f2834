import { useRef, useState } from 'react';
import { useClient } from '../../state/client';
import { shownError, type ShownError } from '../../state/use-error-text';
import type { Forwarding } from './forwards';

export type Forwarder = {
  readonly busy: boolean;
  readonly failure: ShownError | null;
  readonly run: (to: readonly string[]) => void;
};

/** Sends the copies; when some were refused, another try sends only what is missing: the keys are the same. */
export function useForwarder({ messages, merged }: Forwarding, onDone: (count: number) => void): Forwarder {
  const client = useClient();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ShownError | null>(null);
  const keys = useRef(new Map<string, string>());
  const keyOf = (seqs: readonly number[]): string => {
    const name = seqs.join();
    const key = keys.current.get(name) ?? `f_${crypto.randomUUID().replaceAll('-', '').slice(0, 20)}`;
    keys.current.set(name, key);
    return key;
  };
  const sendAll = async (to: readonly string[]): Promise<ShownError | null> => {
    const seqs = messages.flatMap(({ seq }) => seq ?? []).sort((a, b) => a - b);
    const conversationId = messages[0]?.conversationId ?? '';
    // One by one: in order, so that they stand there as they stood here.
    for (const part of merged ? [seqs] : seqs.map((seq) => [seq])) {
      const results = await client.forward({ from: { conversationId, seqs: part }, to, merged, key: keyOf(part) });
      const refused = results.find(({ error }) => error !== undefined);
      if (refused) return shownError(refused.error);
    }
    return null;
  };
  const run = (to: readonly string[]): void => {
    setBusy(true);
    setFailure(null);
    void sendAll(to).then((refused) => {
      setBusy(false);
      if (refused) setFailure(refused);
      else onDone(to.length);
    });
  };
  return { busy, failure, run };
}
