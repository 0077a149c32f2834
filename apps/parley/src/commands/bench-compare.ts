import { readFileSync } from 'node:fs';

import { UsageError } from '../args.js';
import { Failure } from '../bootstrap/failure.js';
import { compare, scenarioOf } from '../bench/compare.js';
import { table } from '../table.js';

/** `./parley bench compare a.json b.json`: what two runs of a scenario measured, with ratios; they are only worth something of one sitting. */
export function benchCompare({ args, json }: { args: readonly string[]; json: boolean }): number {
  const [first, second, ...rest] = args;
  if (first === undefined || second === undefined || rest.length > 0) {
    throw new UsageError('bench compare: name two files that ./parley bench <scenario> --json has printed');
  }
  const [before, after] = [reportIn(first), reportIn(second)];
  const [one, other] = [before.scenario, after.scenario];
  if (one !== other) throw new Failure(`${first} is of ${one} and ${second} of ${other}: there is nothing to compare`);
  const compared = compare(before.report, after.report);
  const rows = compared.map(({ name, before: base, after: value, ratio }) => [
    name,
    String(base),
    String(value),
    ratio === null ? '' : ratio.toFixed(2),
  ]);
  process.stdout.write(
    json ? `${JSON.stringify(compared)}\n` : table([one, `>${first}`, `>${second}`, '>ratio'], rows),
  );
  return 0;
}

function reportIn(file: string): { scenario: string; report: unknown } {
  try {
    const report: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return { scenario: scenarioOf(report), report };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Failure(
      code === 'ENOENT' ? `there is no file ${file}` : `${file} is not a report of ./parley bench --json`,
    );
  }
}
