import { UsageError } from '../args.js';
import { FANOUT_OPTIONS, fanoutOptions, measureFanout } from './fanout.js';
import { HOT_OPTIONS, hotOptions, measureHot } from './hot.js';
import { curveOf, measureMixed, MIXED_OPTIONS, mixedOptions, type MixedOptions } from './mixed.js';
import { measureOverload, OVERLOAD_OPTIONS, overloadOptions } from './overload.js';
import { measureFaults } from './peer-faults.js';
import { peerReport, type Measured, type PeerReport } from './peer-report.js';
import { withInterrupt, type Interrupted } from './support/interrupt.js';
import { benchOptions } from './support/options.js';
import { withPeer } from './support/peer.js';

/** What both are put through, each with the options that it has for Parley. */
const MEASURES = {
  mixed: (args, interrupted) => mixed(args, interrupted, measureMixed),
  'find-max': (args, interrupted) =>
    mixed(args, interrupted, (run, options) =>
      curveOf(options, (ratePerSecond) => measureMixed(run, { ...options, ratePerSecond })),
    ),
  hot,
  fanout,
  overload,
  faults: (args, interrupted) => measureFaults('socketio', args, interrupted),
} as const satisfies Record<string, Measure>;

type Measure = (args: string[], interrupted: Interrupted) => Promise<Measured>;

/**
 * `./parley bench peer socketio [--scenario mixed|find-max|hot|fanout|overload|faults] […]`: the plain Socket.IO chat of test/load/naive with one Postgres,
 * through the scenarios of Parley and held against the same budgets. The load is the same code; only what its devices say on the wire
 * differs. `./parley bench peer parley --scenario faults`: Parley through the faults that the peer has.
 */
export async function run([peer, ...given]: string[]): Promise<PeerReport> {
  const { scenario, args } = scenarioIn(given);
  if (peer === 'parley' && scenario === 'faults') {
    return peerReport(await withInterrupt((interrupted) => measureFaults('parley', args, interrupted)));
  }
  if (peer !== 'socketio') throw new UsageError('bench peer: name the peer: socketio, or parley --scenario faults');
  if (!isScenario(scenario)) throw new UsageError(`--scenario: give one of ${Object.keys(MEASURES).join(', ')}`);
  return peerReport(await withInterrupt((interrupted) => MEASURES[scenario](args, interrupted)));
}

function isScenario(name: string): name is keyof typeof MEASURES {
  return Object.hasOwn(MEASURES, name);
}

function scenarioIn(given: readonly string[]): { scenario: string; args: string[] } {
  const at = given.indexOf('--scenario');
  if (at < 0) return { scenario: 'mixed', args: [...given] };
  return { scenario: given[at + 1] ?? '', args: given.toSpliced(at, 2) };
}

async function mixed(
  args: string[],
  interrupted: Interrupted,
  measure: (run: Parameters<typeof measureMixed>[0], options: MixedOptions) => Promise<Measured>,
): Promise<Measured> {
  const options = { ...mixedOptions(benchOptions(args, MIXED_OPTIONS)), parser: 'json' as const, agedMessages: 0 };
  // One pair more: the witness.
  const people = { count: options.users + 2, shape: 'pairs' as const };
  return withPeer({ people, interrupted }, (peer) =>
    measure({ target: peer, sessions: peer.people, aged: null, interrupted }, options),
  );
}

/** Its client waits for the answer to one send before it makes the next. */
const IN_FLIGHT = 1;

function hot(args: string[], interrupted: Interrupted): Promise<Measured> {
  const options = { ...hotOptions(benchOptions(args, HOT_OPTIONS)), inFlight: IN_FLIGHT };
  return withPeer({ people: { count: 2, shape: 'room' }, interrupted }, (peer) =>
    measureHot({ target: peer, sessions: peer.people, interrupted }, options),
  );
}

/** Everybody has it open: the peer knows nothing else. */
function fanout(args: string[], interrupted: Interrupted): Promise<Measured> {
  const given = fanoutOptions(benchOptions(args, FANOUT_OPTIONS));
  const options = { ...given, openPercent: 100, parser: 'json' as const };
  return withPeer({ people: { count: options.members, shape: 'room' }, interrupted }, (peer) => {
    const { conversationId = '' } = peer.people[0] ?? {};
    const run = { target: peer, sessions: peer.people, conversationId, makeSeconds: 0, interrupted };
    return measureFanout(run, options);
  });
}

function overload(args: string[], interrupted: Interrupted): Promise<Measured> {
  const options = overloadOptions(benchOptions(args, OVERLOAD_OPTIONS));
  return withPeer({ people: { count: options.users + 2, shape: 'pairs' }, interrupted }, (peer) =>
    measureOverload({ target: peer, sessions: peer.people, interrupted }, options),
  );
}

if (import.meta.main) {
  const report = await run(process.argv.slice(2));
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  process.exitCode = report.ok ? 0 : 1;
}
