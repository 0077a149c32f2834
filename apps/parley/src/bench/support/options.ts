import { parseArgs, type ParseArgsConfig } from 'node:util';

import { UsageError } from '../../args.js';

/** The options of a scenario; what it doesn't know is a usage error. */
export function benchOptions<O extends NonNullable<ParseArgsConfig['options']>>(
  args: string[],
  options: O,
): ReturnType<typeof parseArgs<{ options: O }>>['values'] {
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

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
