import { usePreferences } from './preferences';

/** What 1 rem is in pixels at each size of text; what the browser itself is set to is in it. */
const rems = new Map<number, number>();

/** In pixels, as the size of text is now. */
export function useRem(): number {
  const { textSize = 100 } = usePreferences();
  const rem = rems.get(textSize) ?? Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  rems.set(textSize, rem);
  return rem;
}
