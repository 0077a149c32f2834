import { finishOutbox, type DatabaseUrls, type FanoutPart, type Shard } from '@parley/db';

import { measureBare } from './floor-bare.js';
import { floorReport, type Bare, type FloorOptions, type FloorReport, type FloorRow } from './floor-report.js';
import { benchOptions, wholeOption } from './support/options.js';
import { openFloor, read, seedFloor, type Reading } from './floor-database.js';
import {
  appendAll,
  cutParts,
  drawBatches,
  fanoutAll,
  fanoutLane,
  type Bench,
  type Load,
  type Stored,
} from './floor-lanes.js';
import { withFloorDatabases } from './floor-servers.js';
import { mixedProfile, seededRandom } from './floor-profile.js';

type Measures = { rows: FloorRow[]; bare: Bare };

/** What the throw-away spike took, by batch (docs/adr/0001-hot-path-cost.md). */
const SPIKE: Record<'append' | 'fan-out', Record<number, [number, number]>> = {
  append: { 5: [178, 178], 20: [113, 113], 50: [62, 99], 100: [65, 65] },
  'fan-out': { 5: [121, 121], 20: [70, 70], 50: [41, 61], 100: [48, 48] },
};
const BATCHES = [5, 20, 50, 100];
/** The lanes of the server gather about this many at the floor's rate. */
const LIVE_BATCH = 50;
/** Each bare piece is measured so long. */
const BARE_SECONDS = 5;

type Measured = { piece: FloorRow['piece']; load: Load; work: () => Promise<void> };

function rowOf({ piece, load }: Measured, before: Reading, after: Reading): FloorRow {
  const sends = load.ratePerSecond * load.seconds;
  const per = (value: number, digits = 1) => Number((value / sends).toFixed(digits));
  const backends = per(after.backends - before.backends);
  const helpers = per(after.helpers - before.helpers);
  const updates = after.updates - before.updates;
  return {
    piece,
    batch: load.batch,
    postgres: Number((backends + helpers).toFixed(1)),
    backends,
    helpers,
    client: per(after.client - before.client),
    hotRatio: updates === 0 ? 1 : Number(((after.hot - before.hot) / updates).toFixed(4)),
    walBytes: per(after.wal - before.wal, 0),
    spike: piece === 'both' ? null : (SPIKE[piece][load.batch] ?? null),
  };
}

async function measure(bench: Bench, measured: Measured): Promise<FloorRow> {
  const before = await read(bench.floor);
  await measured.work();
  const after = await read(bench.floor);
  const row = rowOf(measured, before, after);
  process.stderr.write(`${row.piece} at ${row.batch}: ${row.postgres} µs\n`);
  return row;
}

async function alone(bench: Bench, load: Load): Promise<FloorRow[]> {
  const { shards } = bench.floor.router;
  const batches = drawBatches(bench, load);
  const stored: Stored[] = [];
  const append = await measure(bench, {
    piece: 'append',
    load,
    work: () => appendAll(batches, load, (result) => stored.push(result)),
  });
  // A call takes what a batch of every shard has made, so it holds about load.batch sends' worth of entries.
  const calls = new Map<Shard, FanoutPart[][]>(shards.map((shard) => [shard, []]));
  for (let from = 0; from < stored.length; from += shards.length) {
    for (const list of calls.values()) list.push([]);
    for (const one of stored.slice(from, from + shards.length)) {
      for (const [shard, part] of cutParts(bench, one)) calls.get(shard)?.at(-1)?.push(part);
    }
  }
  const fanout = await measure(bench, { piece: 'fan-out', load, work: () => fanoutAll(calls, load) });
  for (const [shard, own] of byShard(stored)) {
    await finishOutbox(
      shard,
      own.map((one) => one.outboxId),
    );
  }
  return [append, fanout];
}

function byShard(stored: readonly Stored[]): Map<Shard, Stored[]> {
  const groups = new Map<Shard, Stored[]>();
  for (const one of stored) groups.set(one.shard, [...(groups.get(one.shard) ?? []), one]);
  return groups;
}

/** Append, fan-out and the end of the outbox row together, as the server runs them. */
async function together(bench: Bench, load: Load): Promise<FloorRow> {
  const { shards } = bench.floor.router;
  const batches = drawBatches(bench, load);
  const done = new Map<Shard, string[]>(shards.map((shard) => [shard, []]));
  const open = new Map<string, { source: Shard; parts: number }>();
  const finish = (part: FanoutPart): void => {
    const row = open.get(part.outboxId);
    if (row === undefined) return;
    row.parts -= 1;
    if (row.parts === 0) done.get(row.source)?.push(part.outboxId);
  };
  const lanes = new Map(shards.map((shard) => [shard, fanoutLane(shard, finish)]));
  const flush = async (): Promise<void> => {
    for (const [shard, ids] of done) await finishOutbox(shard, ids.splice(0));
  };
  const work = async (): Promise<void> => {
    const failures: unknown[] = [];
    const timer = setInterval(() => void flush().catch((error: unknown) => failures.push(error)), 100);
    await appendAll(batches, load, (result) => {
      const parts = cutParts(bench, result);
      open.set(result.outboxId, { source: result.shard, parts: parts.size });
      for (const [shard, part] of parts) lanes.get(shard)?.take(part);
    });
    for (const one of lanes.values()) await one.idle();
    clearInterval(timer);
    await flush();
    if (failures.length > 0) throw failures[0];
  };
  return measure(bench, { piece: 'both', load, work });
}

/** `./parley bench floor [--seconds 15] [--rate 4500] [--users 10000]` */
export async function run(args: string[]): Promise<FloorReport> {
  const values = benchOptions(args, {
    seconds: { type: 'string', default: '15' },
    rate: { type: 'string', default: '4500' },
    users: { type: 'string', default: '10000' },
  });
  const options = {
    seconds: wholeOption(values, 'seconds', { least: 1, most: 3_600 }),
    ratePerSecond: wholeOption(values, 'rate', { least: 1, most: 100_000 }),
    users: wholeOption(values, 'users', { least: 20, most: 100_000 }),
  };
  const measures = await withFloorDatabases((urls) => measureAll(urls, options));
  return floorReport(options, measures);
}

async function measureAll(urls: DatabaseUrls, options: FloorOptions): Promise<Measures> {
  const random = seededRandom(20261123);
  const profile = mixedProfile(options.users, random);
  const members = new Map([...profile.directs, ...profile.groups].map(({ id, members: list }) => [id, list]));
  const floor = await openFloor(urls);
  const bench: Bench = { floor, profile, members, random };
  try {
    await seedFloor(floor, profile);
    const load = (batch: number): Load => ({ ratePerSecond: options.ratePerSecond, seconds: options.seconds, batch });
    // Plans, caches and the first page of everything, so that the first row isn't dearer than the others.
    await alone(bench, { ...load(20), seconds: Math.min(5, options.seconds) });
    const rows: FloorRow[] = [];
    for (const batch of BATCHES) rows.push(...(await alone(bench, load(batch))));
    rows.push(await together(bench, load(LIVE_BATCH)));
    const bare = await measureBare(floor, Math.min(BARE_SECONDS, options.seconds));
    return { rows, bare };
  } finally {
    await floor.router.close();
  }
}

if (import.meta.main) {
  const report = await run(process.argv.slice(2));
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  process.exitCode = report.ok ? 0 : 1;
}
