import { useEffect } from 'react';
import { keyStruck } from '../../state/frames';
import type { KeyPress } from '../../state/keys';
import { isWriting } from '../../state/use-shortcut';

const ERASES = ['Backspace', 'Delete'];

/** Whether it is a letter, or one less, where one writes. */
export function writes({ key, ctrlKey, metaKey, isComposing }: Omit<KeyPress, 'altKey' | 'shiftKey'>): boolean {
  return isComposing || key === 'Process' || (!ctrlKey && !metaKey && (key.length === 1 || ERASES.includes(key)));
}

/** Beside an open chat: what is typed anywhere goes before what is drawn elsewhere. */
export function useTyping(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (writes(event) && isWriting(event.target)) keyStruck();
    };
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, []);
}
