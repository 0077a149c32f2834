import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { cleanEnv } from '../support/stack.js';

/** Between them they do everything that there is to do. */
const SEEDS = [1, 2, 3];
const MINUTES = 0.5;
/** Each has up to 90 s to heal. */
const TIMEOUT_MS = 600_000;

type Fault = { kind: string };
type Seed = { seed: number; ok: boolean; verdict: Verdict; faults: Fault[]; healedMs: number | null };
type Verdict = { sent: number; acked: number; found: number; broken: Record<string, number>; examples: string[] };
type Report = { ok: boolean; leftOut: string[]; seeds: Seed[] };

const KINDS = [
  ...['kill', 'restart', 'rolling', 'pause', 'flush', 'readonly', 'memory', 'clock', 'disk', 'slots'],
  ...['slow', 'stall', 'reset', 'partition', 'refused', 'mute', 'deaf'],
];

function chaos(): Promise<{ code: number; report: Report; told: string }> {
  const parley = fileURLToPath(new URL('../../parley', import.meta.url));
  const args = ['chaos', '--seed', SEEDS.join(','), '--minutes', String(MINUTES), '--json'];
  return new Promise((resolve, reject) => {
    execFile(parley, args, { env: cleanEnv(), maxBuffer: 1 << 24 }, (error, stdout, stderr) => {
      const told = `${stderr}\n${stdout}`;
      // Exit 1 without a report is a run that did not come about.
      if (!stdout.startsWith('{')) return reject(new Error(told));
      resolve({ code: error === null ? 0 : Number(error.code), report: JSON.parse(stdout) as Report, told });
    });
  });
}

describe('./parley chaos', () => {
  it(
    'with three seeds: whatever is broken meanwhile, no promise is',
    async () => {
      const { code, report, told } = await chaos();
      for (const { seed, verdict, faults, healedMs } of report.seeds) {
        const { sent, acked, found } = verdict;
        console.log(
          `chaos seed ${seed}: ${faults.length} faults, ${sent} sent, ${acked} acked, ${found} found, healed ${healedMs} ms after`,
        );
      }
      const broken = report.seeds.map(({ seed, verdict }) => ({ seed, ...verdict.broken, examples: verdict.examples }));
      expect(broken, told).toEqual(
        SEEDS.map((seed) => ({
          seed,
          ...Object.fromEntries(Object.keys(report.seeds[0]?.verdict.broken ?? {}).map((kind) => [kind, 0])),
          examples: [],
        })),
      );
      expect({ code, ok: report.ok }).toEqual({ code: 0, ok: true });
      for (const { verdict } of report.seeds) {
        expect(verdict.acked).toBeGreaterThan(1_000);
        expect(verdict).toMatchObject({ acked: verdict.sent, found: verdict.sent });
      }
      const done = new Set(report.seeds.flatMap(({ faults }) => faults.map(({ kind }) => kind)));
      expect(KINDS.filter((kind) => !done.has(kind))).toEqual(report.leftOut.length === 0 ? [] : ['disk']);
    },
    TIMEOUT_MS,
  );
});
