import { useState, type SubmitEvent } from 'react';
import { shownError, type ShownError } from './use-error-text';

export type Submit = {
  readonly busy: boolean;
  readonly failure: ShownError | null;
  readonly onSubmit: (event: SubmitEvent<HTMLFormElement>) => void;
};

/** A form that is handled here: `act` gets its fields; while it runs the form is busy; what it throws is shown. */
export function useSubmit(act: (field: (name: string) => string) => Promise<void> | null): Submit {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ShownError | null>(null);
  const onSubmit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const running = act((name) => {
      const value = data.get(name);
      return typeof value === 'string' ? value : '';
    });
    if (!running || busy) return;
    setBusy(true);
    setFailure(null);
    running.catch((error: unknown) => {
      setFailure(shownError(error));
      setBusy(false);
    });
  };
  return { busy, failure, onSubmit };
}
