import { execFileSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';

import { checkout } from '../bootstrap/run-tool.js';
import type { BenchReport } from './report.js';

/** Where and from what a report was made: a number without that is none. */
export function madeHere(now: Date): NonNullable<BenchReport['made']> {
  const processors = cpus();
  return {
    at: now.toISOString(),
    commit: commitOf(),
    node: process.versions.node,
    processor: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryBytes: totalmem(),
  };
}

/** A `+` behind it: of changed files, too. */
function commitOf(): string {
  try {
    const git = (...args: string[]): string => execFileSync('git', args, { cwd: checkout, encoding: 'utf8' }).trim();
    // Reports are written while others are still made: they change nothing of what is measured.
    const sources = ['--', '.', ':!docs', ':!README.md'];
    const changed = git('status', '--porcelain', '--untracked-files=no', ...sources) === '' ? '' : '+';
    return `${git('rev-parse', '--short', 'HEAD')}${changed}`;
  } catch {
    // A release without a repository around it.
    return 'unknown';
  }
}
