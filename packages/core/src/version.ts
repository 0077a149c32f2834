/**
 * The version of something of one's own is the place of its change in the inbox, and devices keep the highest: so it grows, also where
 * the inbox began anew and its places are lower than before.
 */
export function nextVersion(before: { readonly version: number }, place: number): number {
  return Math.max(place, before.version + 1);
}
