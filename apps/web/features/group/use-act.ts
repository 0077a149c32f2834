import { useRef, useState } from 'react';
import { shownError, type ShownError } from '../../state/use-error-text';

export type Act = {
  readonly busy: boolean;
  readonly failure: ShownError | null;
  readonly run: (act: () => Promise<unknown>) => Promise<boolean>;
  /** After what is under way: for choices that take hold by themselves, of which none may be passed over. */
  readonly inTurn: (act: () => Promise<unknown>) => void;
};

/** One act at a time; what it throws is shown. Resolves with whether it went well. */
export function useAct(): Act {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ShownError | null>(null);
  const last = useRef<Promise<unknown>>(Promise.resolve());
  const perform = async (act: () => Promise<unknown>): Promise<boolean> => {
    setBusy(true);
    setFailure(null);
    try {
      await act();
      return true;
    } catch (error) {
      setFailure(shownError(error));
      return false;
    } finally {
      setBusy(false);
    }
  };
  const run = async (act: () => Promise<unknown>): Promise<boolean> => (busy ? false : perform(act));
  const inTurn = (act: () => Promise<unknown>): void => {
    last.current = last.current.then(() => perform(act));
  };
  return { busy, failure, run, inTurn };
}
