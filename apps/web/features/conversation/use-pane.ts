import { useState, type RefObject } from 'react';
import { flushSync } from 'react-dom';

export type Pane = { readonly open: boolean; readonly toggle: () => void; readonly close: () => void };

/** The pane beside a conversation; closing it gives the focus back to the button that opens it. */
export function usePane(button: RefObject<HTMLButtonElement | null>): Pane {
  const [open, setOpen] = useState(false);
  const close = (): void => {
    // The button may be covered until the pane is gone.
    flushSync(() => setOpen(false));
    button.current?.focus();
  };
  return { open, close, toggle: () => setOpen(!open) };
}
