import { useEffect } from 'react';
import { leavePerson, usePersonPlace } from './location';
import { SharedState, useShared } from './shared-state';

const asked = new SharedState<string | null>(null);

/** Opens the card of somebody, over whatever is there. */
export function showPerson(userId: string): void {
  asked.set(userId);
}

export function closePerson(): void {
  asked.set(null);
  leavePerson();
}

/** Whose card is open: somebody's whom one has clicked on, or whom the address names. */
export function useAskedPerson(): string | null {
  const place = usePersonPlace();
  // Whoever signs in next has asked for nobody.
  useEffect(() => () => asked.set(null), []);
  return useShared(asked, (current) => current) ?? place;
}
