import { useEffect, useRef, type RefObject } from 'react';
import { closePane, openPane, usePlace } from '../../state/location';

export type Pane = { readonly open: boolean; readonly toggle: () => void; readonly close: () => void };

/** The pane beside a conversation; when it closes, the focus goes back to the button that opens it. */
export function usePane(button: RefObject<HTMLButtonElement | null>): Pane {
  const { pane: open } = usePlace();
  const wasOpen = useRef(open);
  useEffect(() => {
    if (wasOpen.current && !open) button.current?.focus();
    wasOpen.current = open;
  }, [button, open]);
  return { open, close: closePane, toggle: open ? closePane : openPane };
}
