import { useEffectEvent, useLayoutEffect } from 'react';
import {
  ariaKeys,
  chordLabel,
  type Chord,
  chordsOf,
  fits,
  isTyped,
  type PageShortcut,
  type ShortcutName,
} from './keys';

/** Hears a shortcut anywhere on the page (keys.ts); `run` answers false when it had no use of it. */
export function useShortcut(name: PageShortcut, run: (event: KeyboardEvent) => unknown): void {
  const onKey = useEffectEvent((event: KeyboardEvent): void => {
    // Whatever has the focus may have had its use of it.
    if (event.defaultPrevented) return;
    if (!chordsOf(name).some((chord) => fits(chord, event) && !(isTyped(chord) && isWriting(event.target)))) return;
    if (run(event) !== false) event.preventDefault();
  });
  // Before it is painted: whoever sees the page may press at once.
  useLayoutEffect(() => {
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

export function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));
}

/** Something stands over the page, and keys are for that; what fades is over. */
export function isCovered(): boolean {
  return document.querySelector(':is([role=dialog], [role=alertdialog], [role=menu])[data-open]') !== null;
}

function isMac(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.userAgent);
}

/** How it is written on this keyboard. */
export function shortcutLabel(chord: Chord): string {
  return chordLabel(chord, isMac());
}

/** For the button that does the same: the key beside its name, for everyone. */
export function shortcutOn(name: ShortcutName): { shortcut: string; 'aria-keyshortcuts': string } {
  const chords = chordsOf(name);
  return {
    shortcut: chords[0] === undefined ? '' : shortcutLabel(chords[0]),
    'aria-keyshortcuts': ariaKeys(chords, isMac()),
  };
}
