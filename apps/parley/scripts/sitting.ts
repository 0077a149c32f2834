/**
 * `npm run sitting [name ...]`: the reports under docs/performance/, one after the other on a machine that does nothing else (about two
 * hours for all; names make only those), and the README's table from them. Ends with 1 when a budget was missed, and says which.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));

const REPORTS: Readonly<Record<string, readonly string[]>> = {
  floor: ['floor'],
  'mixed-4500': ['mixed', '--rate', '4500', '--seconds', '60'],
  'mixed-curve': ['mixed', '--find-max', '--rate', '3000', '--seconds', '10', '--svg', 'docs/images/mixed-curve.svg'],
  overload: ['overload', '--seconds', '60'],
  hot: ['hot'],
  fanout: ['fanout', '--deliveries', '30000'],
  idle: ['idle', '--connections', '50000'],
  herd: ['herd'],
  drain: ['drain'],
  sync: ['sync', '--missed', '10000'],
  receipts: ['receipts'],
  startup: ['startup'],
  shards: ['shards', '--count', '1,2,4'],
  soak: ['soak', '--minutes', '15'],
  'mixed-aged': ['mixed', '--rate', '4500', '--seconds', '60', '--aged', '5000000'],
  abuse: ['abuse'],
  web: ['web'],
  faults: ['peer', 'parley', '--scenario', 'faults'],
  'peer-socketio-mixed-curve': ['peer', 'socketio', '--scenario', 'find-max'],
  'peer-socketio-hot': ['peer', 'socketio', '--scenario', 'hot'],
  'peer-socketio-fanout': ['peer', 'socketio', '--scenario', 'fanout'],
  'peer-socketio-overload': ['peer', 'socketio', '--scenario', 'overload'],
  'peer-socketio-faults': ['peer', 'socketio', '--scenario', 'faults'],
};

/** `mixed --find-max` has found the peak in the same sitting: `overload` need not look for it again. */
const argumentsOf = (name: string): readonly string[] => [
  ...(REPORTS[name] ?? []),
  ...(name === 'overload' ? ['--peak', String(highestOfCurve())] : []),
];

const highestOfCurve = (): number => {
  const report = JSON.parse(readFileSync(join(root, 'docs/performance/mixed-curve.json'), 'utf8')) as {
    readonly highest: number;
  };
  return report.highest;
};

const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(REPORTS);
const unknown = names.filter((name) => !Object.hasOwn(REPORTS, name));
if (unknown.length > 0)
  throw new Error(`no report is called ${unknown.join(', ')}; there is ${Object.keys(REPORTS).join(', ')}`);

const missed = names.filter((name) => {
  const began = Date.now();
  const options = argumentsOf(name);
  process.stderr.write(`${name}: ${options.join(' ')}\n`);
  const { status, stdout } = spawnSync(join(root, 'parley'), ['bench', ...options, '--json'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 64 * 1_024 * 1_024,
  });
  // One that ended before there was anything to say leaves the report of last time.
  if (stdout.length > 0) writeFileSync(join(root, 'docs/performance', `${name}.json`), stdout);
  process.stderr.write(
    `${name}: ${status === 0 ? 'holds' : 'MISSED'}, ${Math.round((Date.now() - began) / 1_000)} s\n`,
  );
  return status !== 0;
});
spawnSync('npm', ['run', '-s', 'gen:numbers'], { cwd: root, stdio: 'inherit' });
if (missed.length > 0) process.stderr.write(`missed: ${missed.join(', ')}\n`);
process.exitCode = missed.length > 0 ? 1 : 0;
