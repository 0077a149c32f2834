import { UsageError } from '../args.js';
import { curveOf, measureMixed, type MixedOptions } from './mixed.js';
import { peerReport, type Measured, type PeerReport } from './peer-report.js';
import { withInterrupt, type Interrupted } from './support/interrupt.js';
import { benchOptions, wholeOption } from './support/options.js';
import { withPeer } from './support/peer.js';

/** What both are put through. */
const SCENARIOS = ['mixed', 'find-max'] as const;
type Scenario = (typeof SCENARIOS)[number];

type Values = Readonly<Record<string, unknown>>;
type Measure = (values: Values, interrupted: Interrupted) => Promise<Measured>;

/**
 * `./parley bench peer socketio [--scenario mixed|find-max] [--rate 2000] [--seconds 30] [--warm-up 10] [--users 10000] [--seed 1]
 * [--groups 10]`: the plain Socket.IO chat of test/load/naive with one Postgres, through the scenarios of Parley and held against the
 * same budgets. The load is the same code; only what its devices say on the wire differs.
 */
export async function run([peer, ...args]: string[]): Promise<PeerReport> {
  if (peer !== 'socketio') throw new UsageError('bench peer: name the peer: socketio');
  const values = benchOptions(args, {
    scenario: { type: 'string', default: 'mixed' },
    rate: { type: 'string', default: '2000' },
    seconds: { type: 'string', default: '30' },
    'warm-up': { type: 'string', default: '10' },
    users: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    groups: { type: 'string', default: '10' },
  });
  const scenario = SCENARIOS.find((one) => one === values.scenario);
  if (scenario === undefined) throw new UsageError(`--scenario: give one of ${SCENARIOS.join(', ')}`);
  return peerReport(await withInterrupt((interrupted) => MEASURES[scenario](values, interrupted)));
}

const MEASURES: Record<Scenario, Measure> = {
  mixed: (values, interrupted) => mixed(values, interrupted, measureMixed),
  'find-max': (values, interrupted) =>
    mixed(values, interrupted, (run, options) =>
      curveOf(options, (ratePerSecond) => measureMixed(run, { ...options, ratePerSecond })),
    ),
};

async function mixed(
  values: Values,
  interrupted: Interrupted,
  measure: (run: Parameters<typeof measureMixed>[0], options: MixedOptions) => Promise<Measured>,
): Promise<Measured> {
  const users = peopleOption(values);
  const options: MixedOptions = {
    ratePerSecond: wholeOption(values, 'rate', { least: 1, most: 100_000 }),
    seconds: wholeOption(values, 'seconds', { least: 1, most: 86_400 }),
    warmUpSeconds: wholeOption(values, 'warm-up', { least: 0, most: 600 }),
    seed: wholeOption(values, 'seed', { least: 0, most: 2 ** 31 }),
    groupPercent: wholeOption(values, 'groups', { least: 0, most: 100 }),
    users,
    connections: users,
    parser: 'json',
    agedMessages: 0,
  };
  // One pair more: the witness.
  const people = { count: users + 2, shape: 'pairs' as const };
  return withPeer({ people, interrupted }, (peer) =>
    measure({ target: peer, sessions: peer.people, aged: null, interrupted }, options),
  );
}

function peopleOption(values: Values): number {
  const users = wholeOption(values, 'users', { least: 2, most: 99_998 });
  if (users % 2 === 1) throw new UsageError('--users: give an even number, two people share a conversation');
  return users;
}

if (import.meta.main) {
  const report = await run(process.argv.slice(2));
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  process.exitCode = report.ok ? 0 : 1;
}
