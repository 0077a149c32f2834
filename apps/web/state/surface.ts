import { useEffect } from 'react';
import { SharedState, useShared } from './shared-state';

/** What can be opened from elsewhere on the page than where it stands. */
export type Surface =
  | 'switcher'
  | 'newChat'
  | 'newGroup'
  | 'channels'
  | 'threads'
  | 'saved'
  | 'keys'
  | 'signOut'
  | 'presence'
  | 'looks'
  | 'leave';

const opened = new SharedState<Surface | null>(null);

export function openSurface(surface: Surface): void {
  opened.set(surface);
}

/** Whether it was asked for from elsewhere. */
export function useIsAsked(surface: Surface): boolean {
  return useShared(opened, (current) => current === surface);
}

/** Whether it is open, and how to say that it is or is not. */
export function useSurface(surface: Surface, startsOpen = false): readonly [boolean, (open: boolean) => void] {
  const open = useIsAsked(surface);
  useEffect(() => {
    if (startsOpen) opened.set(surface);
    // What is not there any more is not open when it comes again.
    return () => close(surface);
  }, [surface, startsOpen]);
  return [
    open,
    (next) => {
      if (next) opened.set(surface);
      else close(surface);
    },
  ];
}

function close(surface: Surface): void {
  if (opened.current === surface) opened.set(null);
}
