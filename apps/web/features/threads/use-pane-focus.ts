import { useEffect, useLayoutEffect, useRef, type KeyboardEvent, type RefObject } from 'react';
import { closeThread } from '../../state/location';
import { touchOnly } from '../composer/use-composer';

/**
 * Where one writes takes the focus itself; on a touch screen the pane does. When the pane closes, the focus goes back to where it
 * was, or to the message, as what opened it may have been a menu. Dialogs and menus of the pane stand elsewhere in the document, so
 * their Escape does not end here.
 */
export function usePaneFocus(
  pane: RefObject<HTMLElement | null>,
  seq: number,
): (event: KeyboardEvent<HTMLElement>) => void {
  const before = useRef<Element | null>(null);
  // Before the field takes it.
  useLayoutEffect(() => {
    before.current = document.activeElement;
  }, []);
  useEffect(() => {
    if (touchOnly()) pane.current?.focus();
    return () => {
      const chat = document.querySelector('main');
      const message = chat?.querySelector<HTMLElement>(`article[data-seq="${seq}"]`);
      const known =
        before.current instanceof HTMLElement && before.current.isConnected && before.current !== document.body;
      const place = known ? (before.current as HTMLElement) : (message ?? chat?.querySelector('textarea'));
      place?.focus({ preventScroll: true });
    };
  }, [pane, seq]);
  return (event) => {
    if (event.key !== 'Escape' || event.nativeEvent.isComposing || event.defaultPrevented) return;
    if (event.currentTarget.contains(event.target as Node)) closeThread();
  };
}
