import { parseArgs, type ParseArgsConfig } from 'node:util';

import { PARSERS, type Parser } from './packets.js';
import { parseProcesses, UsageError, type ProcessCounts } from '../../args.js';

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

/** Of every scenario that measures a server: which one. */
export const targetOptions = {
  running: { type: 'boolean', default: false },
  processes: { type: 'string' },
} as const;

export interface TargetChoice {
  /** The install of the data folder, which keeps what a bench writes; else one that lives as long as the bench. */
  running: boolean;
  processes?: ProcessCounts;
}

export function targetChoice(values: { running: boolean; processes?: string | undefined }): TargetChoice {
  const { running, processes } = values;
  // Roles apart means an install that is made for it.
  if (running && processes !== undefined) {
    throw new UsageError('--running, --processes: give one of them, what runs keeps its shape');
  }
  return { running, ...processesChoice(processes) };
}

export function processesChoice(processes: string | undefined): Pick<TargetChoice, 'processes'> {
  return processes === undefined ? {} : { processes: parseProcesses(processes) };
}

/** Of a scenario whose devices can come either way. */
export const parserOption = { parser: { type: 'string', default: 'json' } } as const;

export function parserChoice({ parser }: { parser: string }): Parser {
  const found = PARSERS.find((one) => one === parser);
  if (found === undefined) throw new UsageError(`--parser: give ${PARSERS.join(' or ')}`);
  return found;
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

/** How many people talk, of whom two share a conversation. */
export function pairedOption(values: Readonly<Record<string, unknown>>, name: string): number {
  const number = wholeOption(values, name, { least: 2, most: 99_998 });
  if (number % 2 === 1) throw new UsageError(`--${name}: give an even number, two people share a conversation`);
  return number;
}
