import { LIMITS } from '@parley/contract';

/** Near the end of what fits, the person is told how much is left. */
const NEAR = 300;

/** Characters left as the server counts them (code points); null while the end is far. */
export function charactersLeft(text: string): number | null {
  if (text.length < LIMITS.textCodePoints - NEAR) return null;
  let count = 0;
  for (const _ of text) count += 1;
  const left = LIMITS.textCodePoints - count;
  return left <= NEAR ? left : null;
}
