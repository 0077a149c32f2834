import { useRef } from 'react';

export type AfterClosing = { readonly next: (run: () => void) => void; readonly onClosed: () => void };

/** What a dialog opens is to have the focus, which goes back to where it was first: so it waits until the dialog is gone. */
export function useAfterClosing(): AfterClosing {
  const wanted = useRef<(() => void) | null>(null);
  return {
    next: (run) => {
      wanted.current = run;
    },
    onClosed: () => {
      wanted.current?.();
      wanted.current = null;
    },
  };
}
