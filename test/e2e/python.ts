import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Person } from './people.js';
import { checkout } from './stack.js';

const folder = path.join(checkout, 'docs/examples/python');
const venv = path.join(checkout, '.tools/python');
const python = path.join(venv, 'bin/python');

export type Step = { step: string } & Record<string, unknown>;

/** The interpreter with what the examples need; the reason why there is none. */
export function preparePython(): string | null {
  const run = (file: string, args: string[]): string | null => {
    const { status, stdout, stderr, error } = spawnSync(file, args, { encoding: 'utf8' });
    return status === 0 ? null : `${file} ${args.join(' ')}: ${error?.message ?? `${stdout}${stderr}`.slice(-300)}`;
  };
  if (!existsSync(python)) {
    const missing = run('python3', ['-m', 'venv', venv]);
    if (missing !== null) return missing;
  }
  const installed = run(python, [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '-r',
    path.join(folder, 'requirements.txt'),
  ]);
  if (installed !== null) throw new Error(installed);
  return null;
}

/** One of the examples, as somebody; `steps` fills as it says them. */
export function runPython(file: string, person: Person, args: string[]): { child: ChildProcess; steps: Step[] } {
  const child = spawn(python, [file, ...args], {
    cwd: folder,
    env: { ...process.env, PARLEY_PASSWORD: person.password },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const steps: Step[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => steps.push(JSON.parse(line) as Step));
  return { child, steps };
}
