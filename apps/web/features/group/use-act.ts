import { useState } from 'react';
import { shownError, type ShownError } from '../../state/use-error-text';

export type Act = {
  readonly busy: boolean;
  readonly failure: ShownError | null;
  readonly run: (act: () => Promise<unknown>) => Promise<boolean>;
};

/** One act at a time; what it throws is shown. Resolves with whether it went well. */
export function useAct(): Act {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ShownError | null>(null);
  const run = async (act: () => Promise<unknown>): Promise<boolean> => {
    if (busy) return false;
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
  return { busy, failure, run };
}
