import { UsageError } from '../../args.js';

/** A whole number of an option, within bounds. */
export function wholeOption(
  values: Readonly<Record<string, unknown>>,
  name: string,
  { least, most }: { least: number; most: number },
): number {
  const text = String(values[name]);
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < least || number > most) {
    throw new UsageError(`--${name}: give a whole number from ${least} to ${most}`);
  }
  return number;
}
