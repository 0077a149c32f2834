import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { SourceText, faultsOf } from './lint/rule.ts';
import { rules } from './lint/rules/index.ts';

const root = join(import.meta.dirname, '..');

/** What git tracks or would track: generated and downloaded files are in .gitignore. */
function files(): string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return listed
    .split('\0')
    .filter((path) => path && existsSync(join(root, path)) && statSync(join(root, path)).isFile());
}

/** Runs the rules that the linter can't express; prints every fault and returns how many there are. */
export function lintCustom(): number {
  let faults = 0;
  for (const path of files()) {
    const applicable = path.includes('/fixtures/') ? [] : rules.filter((rule) => rule.appliesTo(path));
    if (applicable.length === 0) continue;
    const file = new SourceText(path, readFileSync(join(root, path), 'utf8'));
    for (const rule of applicable) {
      for (const fault of faultsOf(rule, file)) {
        faults += 1;
        console.log(`${path}:${fault.line}: ${fault.message} [${rule.name}]`);
      }
    }
  }
  return faults;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) process.exitCode = lintCustom() ? 1 : 0;
