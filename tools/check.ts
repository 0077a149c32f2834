import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './check/command.ts';
import { stages, type Stage, type StageResult } from './check/stages.ts';

const USAGE = `npm run check -- [--all] [stage …]

Runs the stages in order and stops after the first that fails; --all goes on.
`;

interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

async function attempt(stage: Stage): Promise<StageResult> {
  try {
    return await stage.run();
  } catch (error) {
    console.log(error instanceof Error ? error.message : error);
    return { ok: false };
  }
}

function add(count: Count, { ok, tests }: StageResult): void {
  count.passed += (tests?.passed ?? 0) + (ok ? 1 : 0);
  // A stage that fails by its tests is not one more failure.
  count.failed += tests?.failed || (ok ? 0 : 1);
  count.skipped += tests?.skipped ?? 0;
}

async function runStages(chosen: readonly Stage[], goOn: boolean): Promise<Count> {
  const count: Count = { passed: 0, failed: 0, skipped: 0 };
  for (const [index, stage] of chosen.entries()) {
    console.log(`\n── ${stage.name} ${'─'.repeat(Math.max(0, 60 - stage.name.length))}`);
    const started = performance.now();
    const result = await attempt(stage);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`${stage.name}: ${result.ok ? 'ok' : 'FAILED'} (${seconds} s)`);
    add(count, result);
    if (!result.ok && !goOn) {
      count.skipped += chosen.length - index - 1;
      break;
    }
  }
  return count;
}

function writeCount(count: Count): void {
  mkdirSync(join(root, 'test-results'), { recursive: true });
  writeFileSync(join(root, 'test-results/check.json'), `${JSON.stringify(count)}\n`);
}

async function main(args: readonly string[]): Promise<number> {
  const names = args.filter((arg) => !arg.startsWith('--'));
  const known = stages(names.includes('lint'));
  const unknown = [
    ...names.filter((name) => known.every((stage) => stage.name !== name)),
    ...args.filter((arg) => arg.startsWith('--') && arg !== '--all'),
  ];
  if (unknown.length > 0) {
    console.error(`unknown: ${unknown.join(', ')}\n\n${USAGE}stages: ${known.map((stage) => stage.name).join(', ')}`);
    return 2;
  }
  const chosen = names.length > 0 ? known.filter((stage) => names.includes(stage.name)) : known;
  const count = await runStages(chosen, args.includes('--all'));
  if (names.length === 0) writeCount(count);
  console.log(`\n${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
  return count.failed > 0 ? 1 : 0;
}

process.exitCode = await main(process.argv.slice(2));
