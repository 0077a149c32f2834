import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { generatedFresh } from '../generated-fresh.ts';
import { lintCustom } from '../lint-custom.ts';
import { root, run } from './command.ts';

/** What a stage adds to the final count; a stage counts as one check beside the tests that it ran. */
export interface StageResult {
  readonly ok: boolean;
  readonly tests?: { readonly passed: number; readonly failed: number; readonly skipped: number };
}

export interface Stage {
  readonly name: string;
  readonly run: () => Promise<StageResult>;
}

const CODE_FOLDERS = ['apps', 'packages', 'test', 'tools'];
const UNIT_RESULTS = join(root, 'test-results/unit.json');

async function format(): Promise<StageResult> {
  const { code } = await run('oxfmt', ['--check', '.']);
  if (code !== 0) console.log('npm run format:fix mends these.');
  return { ok: code === 0 };
}

/** Projects that another builder compiles, or that Node runs as they are: checked here, not emitted. */
function checkedOnly(): string[] {
  const projects: string[] = [];
  for (const workspace of ['apps', 'packages'].flatMap((group) => foldersIn(group))) {
    for (const folder of [workspace, ...foldersIn(workspace)]) {
      const project = `${folder}/tsconfig.json`;
      if (existsSync(join(root, project)) && /"noEmit": true/.test(readFileSync(join(root, project), 'utf8'))) {
        projects.push(project);
      }
    }
  }
  return projects;
}

function foldersIn(folder: string): string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => `${folder}/${entry.name}`);
}

async function types(): Promise<StageResult> {
  // The database clients are generated from the schemas and not committed; everything below imports them.
  const generatedClients = await run('npm', ['run', '--silent', 'gen:prisma']);
  const built = await run('tsc', ['-b']);
  let ok = generatedClients.code === 0 && built.code === 0;
  for (const project of checkedOnly()) {
    const { code } = await run('tsc', ['--noEmit', '-p', project]);
    ok &&= code === 0;
  }
  return { ok };
}

/** Soft budgets are warnings: counted here, shown in full by `npm run lint`. */
async function lint(showWarnings: boolean): Promise<StageResult> {
  const args = ['--type-aware', '--report-unused-disable-directives-severity=error', '-f', 'unix'];
  const { code, output } = await run('oxlint', args, true);
  const lines = output.split('\n');
  const warnings = lines.filter((line) => line.includes('[Warning/'));
  const shown = code === 0 && !showWarnings ? [] : lines.filter((line) => showWarnings || !line.includes('[Warning/'));
  if (shown.length > 0) console.log(shown.join('\n').trim());
  if (warnings.length > 0)
    console.log(`${warnings.length} over a soft budget${showWarnings ? '' : ' (npm run lint lists them)'}`);
  const faults = lintCustom();
  return { ok: code === 0 && faults === 0 };
}

async function boundaries(): Promise<StageResult> {
  const { code } = await run('depcruise', ['--config', '.dependency-cruiser.cjs', ...CODE_FOLDERS]);
  return { ok: code === 0 };
}

function readCount(report: object, key: string): number {
  const value: unknown = Reflect.get(report, key);
  return typeof value === 'number' ? value : 0;
}

async function unit(): Promise<StageResult> {
  rmSync(UNIT_RESULTS, { force: true });
  const { code } = await run('vitest', ['run']);
  if (!existsSync(UNIT_RESULTS)) return { ok: false };
  const report: unknown = JSON.parse(readFileSync(UNIT_RESULTS, 'utf8'));
  if (typeof report !== 'object' || report === null) return { ok: false };
  const tests = {
    passed: readCount(report, 'numPassedTests'),
    failed: readCount(report, 'numFailedTests'),
    skipped: readCount(report, 'numPendingTests') + readCount(report, 'numTodoTests'),
  };
  return { ok: code === 0, tests };
}

async function generated(): Promise<StageResult> {
  return { ok: await generatedFresh() };
}

async function deadCode(): Promise<StageResult> {
  const { code } = await run('knip', []);
  return { ok: code === 0 };
}

/** Types come before what reads the built packages: the type-aware lint, the boundaries, the tests. */
export function stages(showWarnings: boolean): readonly Stage[] {
  return [
    { name: 'format', run: format },
    { name: 'types', run: types },
    { name: 'lint', run: () => lint(showWarnings) },
    { name: 'boundaries', run: boundaries },
    { name: 'dead-code', run: deadCode },
    { name: 'generated', run: generated },
    { name: 'unit', run: unit },
  ];
}
