import { useEffect, useLayoutEffect, useRef, type KeyboardEvent, type RefObject } from 'react';
import { closeThread } from '../../state/location';
import { NO_SEQ } from '../../state/place';
import { touchOnly } from '../../platform/touch-only';

/**
 * Where one writes takes the focus itself; on a touch screen the pane does. When the pane closes, the focus goes back to where it
 * was, or to the message, as what opened it may have been a menu. Dialogs and menus of the pane stand elsewhere in the document, so
 * their Escape does not end here.
 */
export function usePaneFocus(
  pane: RefObject<HTMLElement | null>,
  seq: number,
): (event: KeyboardEvent<HTMLElement>) => void {
  const before = useRef<HTMLElement | null>(null);
  // Before the field takes it.
  useLayoutEffect(() => {
    const { activeElement: active } = document;
    before.current = active instanceof HTMLElement && active !== document.body ? active : null;
  }, []);
  useEffect(() => {
    if (touchOnly() || seq === NO_SEQ) pane.current?.focus();
    return () => {
      const chat = document.querySelector('main');
      const message = chat?.querySelector<HTMLElement>(`article[data-seq="${seq}"]`);
      const place = before.current?.isConnected === true ? before.current : message;
      // What can be done to a message can be seen, and have the focus, while the message has it.
      place?.closest('article')?.focus({ preventScroll: true });
      (place ?? chat?.querySelector<HTMLElement>('textarea, [role=textbox]'))?.focus({ preventScroll: true });
    };
  }, [pane, seq]);
  return (event) => {
    if (event.key !== 'Escape' || event.nativeEvent.isComposing || event.defaultPrevented) return;
    if (event.currentTarget.contains(event.target as Node)) closeThread();
  };
}
