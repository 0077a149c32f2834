import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** What the linter's configuration must report, and where the same code is right. */
const BAD: readonly (readonly [rule: string, path: string, text: string])[] = [
  ['typescript(no-explicit-any)', 'packages/sdk/src/any.ts', 'export const f = (x: any): unknown => x;'],
  ['typescript(no-non-null-assertion)', 'packages/sdk/src/bang.ts', 'export const f = (x?: string): string => x!;'],
  [
    'typescript(no-floating-promises)',
    'packages/sdk/src/float.ts',
    'export async function f(): Promise<void> {}\nf();',
  ],
  [
    'typescript(no-unsafe-member-access)',
    'packages/sdk/src/parsed.ts',
    "export const f = (): unknown => JSON.parse('1').a;",
  ],
  ['import(no-default-export)', 'packages/sdk/src/default.ts', 'export default 1;'],
  ['eslint(max-lines)', 'packages/sdk/src/long.ts', 'export {};\n'.repeat(201)],
  [
    'eslint(max-lines-per-function)',
    'packages/sdk/src/tall.ts',
    `export function f(): void {\n${'  f();\n'.repeat(40)}}`,
  ],
  [
    'eslint(max-depth)',
    'packages/sdk/src/deep.ts',
    'export function f(a: boolean): void {\n  if (a) { if (!a) { if (a) { if (!a) f(a); } } }\n}',
  ],
  [
    'typescript(switch-exhaustiveness-check)',
    'packages/sdk/src/switch.ts',
    "export function f(a: 'x' | 'y'): void {\n  switch (a) {\n    case 'x':\n      f(a);\n  }\n}",
  ],
  [
    'import(no-cycle)',
    'packages/sdk/src/one.ts',
    "import { two } from './two.js';\nexport const one = (): unknown => two;",
  ],
  ['eslint(no-restricted-properties)', 'packages/core/src/now.ts', 'export const now = Date.now();'],
  ['eslint(no-restricted-properties)', 'packages/contract/src/random.ts', 'export const random = Math.random();'],
  ['eslint(no-restricted-globals)', 'packages/core/src/timer.ts', 'setTimeout(() => undefined, 1);\nexport {};'],
  ['eslint(no-restricted-globals)', 'packages/core/src/promise.ts', 'export const later = Promise.resolve();'],
  ['eslint(no-restricted-globals)', 'packages/core/src/process.ts', 'export const pid = process.pid;'],
  ['eslint(no-restricted-globals)', 'packages/sdk/src/window.ts', 'export const w = window;'],
  ['node(no-process-env)', 'apps/server/src/message/env.ts', "export const port = process.env['PORT'];"],
  ['node(no-process-env)', 'apps/web/state/env.ts', "export const port = process.env['PORT'];"],
  ['eslint(no-console)', 'apps/server/src/message/print.ts', "console.log('sent');\nexport {};"],
  [
    'eslint(no-restricted-imports)',
    'apps/server/src/message/emit.ts',
    "import { EventEmitter } from 'node:events';\nexport const bus = new EventEmitter();",
  ],
  ['react(jsx-no-literals)', 'apps/web/features/chat/said.tsx', 'export const Said = () => <p>Send</p>;'],
  ['react(jsx-no-literals)', 'apps/web/features/chat/named.tsx', 'export const Named = () => <p title="Send" />;'],
  ['react(jsx-no-literals)', 'packages/ui/src/key.tsx', 'export const Key = () => <p>{1} <kbd>Esc</kbd></p>;'],
];

const GOOD: readonly (readonly [path: string, text: string])[] = [
  ['apps/server/src/platform/config.ts', "export const port = process.env['PORT'];"],
  ['apps/parley/src/settings.ts', "export const port = process.env['PORT'];"],
  ['apps/web/app/page.tsx', 'export default function Page(): null {\n  return null;\n}'],
  ['packages/sdk/src/clock.ts', 'export const now = Date.now();'],
  ['packages/core/src/send.test.ts', 'export const now = Date.now();'],
  [
    'apps/web/features/chat/text.tsx',
    'export const Text = ({ text }: { text: string }) => <p className="flex" title={text}>{text} · {text}</p>;',
  ],
  ['apps/web/features/kit/sample.tsx', 'export const Sample = () => <p title="Send">Send</p>;'],
];

const TSCONFIG = { extends: './tsconfig.base.json', compilerOptions: { types: ['node'], jsx: 'react-jsx' } };
const base = mkdtempSync(join(tmpdir(), 'parley-oxlint-'));
let report = '';

function write(path: string, text: string): void {
  mkdirSync(dirname(join(base, path)), { recursive: true });
  writeFileSync(join(base, path), `${text.trimEnd()}\n`);
}

beforeAll(() => {
  for (const file of ['.oxlintrc.json', 'tsconfig.base.json']) cpSync(join(root, file), join(base, file));
  symlinkSync(join(root, 'node_modules'), join(base, 'node_modules'));
  write('tsconfig.json', JSON.stringify(TSCONFIG));
  for (const [, path, text] of BAD) write(path, text);
  for (const [path, text] of GOOD) write(path, text);
  write('packages/sdk/src/two.ts', "import { one } from './one.js';\nexport const two = (): unknown => one;");
  const oxlint = join(root, 'node_modules/.bin/oxlint');
  report = spawnSync(oxlint, ['--type-aware', '-f', 'unix'], { cwd: base, encoding: 'utf8' }).stdout;
});

afterAll(() => {
  rmSync(base, { recursive: true });
});

const reported = (path: string): string[] => report.split('\n').filter((line) => line.startsWith(`${path}:`));

describe('the linter', () => {
  it.each(BAD)('reports %s in %s', (rule, path) => {
    expect(reported(path).join('\n')).toContain(`/${rule}]`);
  });

  it.each(GOOD)('lets %s pass', (path) => {
    expect(reported(path)).toEqual([]);
  });
});
