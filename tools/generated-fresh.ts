import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './check/command.ts';

interface Generator {
  readonly script: string;
  readonly outputs: readonly string[];
}

function isGenerator(value: unknown): value is Generator {
  return (
    typeof value === 'object' &&
    value !== null &&
    'script' in value &&
    typeof value.script === 'string' &&
    'outputs' in value &&
    Array.isArray(value.outputs) &&
    value.outputs.every((path) => typeof path === 'string')
  );
}

/** `generated` in package.json: which npm script writes which committed files. */
export function generators(): readonly Generator[] {
  const manifest: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const list: unknown =
    typeof manifest === 'object' && manifest !== null ? Reflect.get(manifest, 'generated') : undefined;
  if (!Array.isArray(list) || !list.every(isGenerator))
    throw new Error('package.json: "generated" is no list of {script, outputs}');
  return list;
}

const read = (path: string): string | null =>
  existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : null;

function restore(path: string, text: string | null): void {
  if (text === null) rmSync(join(root, path), { force: true });
  else if (read(path) !== text) writeFileSync(join(root, path), text);
}

function firstDifference(before: string, after: string): string {
  const [old, fresh] = [before.split('\n'), after.split('\n')];
  const line = fresh.findIndex((text, index) => text !== old[index]);
  const at = line === -1 ? fresh.length : line;
  return `line ${at + 1}\n  - ${old[at] ?? '(end)'}\n  + ${fresh[at] ?? '(end)'}`;
}

async function isFresh({ script, outputs }: Generator): Promise<boolean> {
  const committed = new Map(outputs.map((path) => [path, read(path)]));
  try {
    const { code, output } = await run('npm', ['run', '--silent', script], true);
    if (code !== 0) console.log(`npm run ${script} failed:\n${output.trim()}`);
    let fresh = code === 0;
    for (const [path, before] of committed) {
      const after = read(path);
      if (before !== null && before === after) continue;
      fresh = false;
      console.log(`${path} is not what npm run ${script} writes: ${firstDifference(before ?? '', after ?? '')}`);
    }
    return fresh;
  } finally {
    for (const [path, text] of committed) restore(path, text);
  }
}

/**
 * Runs each generator and compares what it writes with what is committed. The files are put back as they were: a
 * check changes nothing.
 */
export async function generatedFresh(): Promise<boolean> {
  let fresh = true;
  for (const generator of generators()) fresh = (await isFresh(generator)) && fresh;
  if (!fresh) console.log('npm run gen writes them anew.');
  return fresh;
}
