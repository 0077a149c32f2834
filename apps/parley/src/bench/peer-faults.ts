import { setTimeout as sleep } from 'node:timers/promises';

import type { MintedSession } from '@parley/server/cli';

import { Held } from '../chaos/held.js';
import type { DrainPlan, DrainResult } from './drain-plan.js';
import { faultsReport, type FaultDone, type FaultsOptions, type FaultsReport } from './peer-faults-report.js';
import { followMeanwhile } from './support/follow-meanwhile.js';
import type { Interrupted } from './support/interrupt.js';
import { benchOptions, pairedOption, wholeOption } from './support/options.js';
import { withPeer } from './support/peer.js';
import { rounded } from './support/schema.js';
import { withTarget, type Measurable } from './support/target.js';

/** As `./parley chaos` has it: so many talk at this rate. */
const OPTIONS = {
  rate: { type: 'string', default: '200' },
  rounds: { type: 'string', default: '3' },
  'warm-up': { type: 'string', default: '5' },
  users: { type: 'string', default: '60' },
  seed: { type: 'string', default: '1' },
  groups: { type: 'string', default: '10' },
} as const;

/** What is broken. */
interface Victim {
  target: Measurable;
  people: readonly MintedSession[];
  /** By what they are to people, the names of its processes. */
  parts: Readonly<Record<Part, readonly string[]>>;
  /** Kills it; resolves when it is up again. */
  crash: (name: string) => Promise<void>;
}

type Part = FaultDone['part'];

/** In this order; what is broken is left alone for a while before the next one. */
const ROUND: readonly Pick<FaultDone, 'kind' | 'part'>[] = [
  { kind: 'kill -9', part: 'server' },
  { kind: 'kill -9', part: 'database' },
  { kind: 'SIGSTOP', part: 'server' },
  { kind: 'SIGSTOP', part: 'database' },
];
const BETWEEN_MS = 8_000;
const FIRST_MS = 3_000;
/** After the last one, longer: a client of the peer notices after ten seconds that it has no answer. */
const AFTER_MS = 12_000;
const HOLD_MS = 3_000;

/** `--scenario faults [--rate 200] [--rounds 3] [--warm-up 5] [--users 60] [--seed 1] [--groups 10]`, of either of the two. */
export async function measureFaults(
  peer: FaultsReport['of'],
  args: string[],
  interrupted: Interrupted,
): Promise<FaultsReport> {
  const options = optionsOf(benchOptions(args, OPTIONS));
  const measure = (victim: Victim): Promise<FaultsReport> => through(victim, { of: peer, options, interrupted });
  if (peer === 'socketio') {
    const people = { count: options.users, shape: 'pairs' as const };
    return withPeer({ people, interrupted }, (target) =>
      measure({
        target,
        people: target.people,
        parts: { server: ['server'], database: ['postgres'] },
        crash: (name) => target.crash(name === 'server' ? 'server' : 'postgres'),
      }),
    );
  }
  return withTarget({ running: false, interrupted }, async (target) => {
    const people = await Promise.race([target.cli.mintSessions(options.users, 'with groups'), interrupted]);
    // What people say is on both shards, as it is all on the one Postgres of the peer.
    const parts = { server: ['server'], database: ['shard-0', 'shard-1'] };
    return measure({ target, people, parts, crash: (name) => target.restart(name, 'SIGKILL') });
  });
}

function optionsOf(values: Readonly<Record<string, unknown>>): FaultsOptions {
  const users = pairedOption(values, 'users');
  return {
    ratePerSecond: wholeOption(values, 'rate', { least: 1, most: 100_000 }),
    rounds: wholeOption(values, 'rounds', { least: 1, most: 100 }),
    warmUpSeconds: wholeOption(values, 'warm-up', { least: 0, most: 600 }),
    seed: wholeOption(values, 'seed', { least: 0, most: 2 ** 31 }),
    groupPercent: wholeOption(values, 'groups', { least: 0, most: 100 }),
    users,
  };
}

type Asked = { of: FaultsReport['of']; options: FaultsOptions; interrupted: Interrupted };

async function through(victim: Victim, { of, options, interrupted }: Asked): Promise<FaultsReport> {
  const { target, people: sessions } = victim;
  const groupShare = options.groupPercent / 100;
  const plan: DrainPlan = { ...options, address: target.address, sessions: [...sessions], groupShare };
  const faults: FaultDone[] = [];
  const followed = await followMeanwhile<DrainResult>(
    target,
    // Sends until it is told that everything is up again.
    { module: '../drain-load.js', plan, interrupted },
    async (run) => {
      await sleep(FIRST_MS);
      for (let round = 0; round < options.rounds; round += 1) await breakAll(victim, faults);
      await sleep(AFTER_MS - BETWEEN_MS);
      run.goOn();
    },
  );
  return faultsReport({ of, options, faults }, target, followed);
}

async function breakAll(victim: Victim, faults: FaultDone[]): Promise<void> {
  for (const { kind, part } of ROUND) {
    const began = performance.now();
    const names = victim.parts[part];
    if (kind === 'kill -9') await Promise.all(names.map((name) => victim.crash(name)));
    else await hold(victim.target, names);
    const seconds = rounded((performance.now() - began) / 1_000);
    process.stderr.write(`      ${kind} ${part}: ${seconds} s\n`);
    faults.push({ kind, part, seconds });
    await sleep(BETWEEN_MS);
  }
}

async function hold(target: Measurable, names: readonly string[]): Promise<void> {
  const held = new Held();
  try {
    for (const { name, pid } of target.processes()) if (names.includes(name)) held.stop(pid);
    await sleep(HOLD_MS);
  } finally {
    held.release();
  }
}
