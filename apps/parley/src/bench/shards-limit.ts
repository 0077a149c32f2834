import { rounded } from './support/schema.js';

/** What the words are made of. */
export interface LimitRun {
  shards: number;
  achievedPerSecond: number;
  appendBatch: number;
  processes: readonly { name: string; cores: number }[];
  machine: { others: number; stolen: number };
}

/** From here on a thing counts as used up: what is left is lost in the gaps between its turns. */
const FULL = 0.9;

const isShard = (name: string): boolean => name.startsWith('shard-');
const isServer = (name: string): boolean => /^(server|gateway|logic|worker)/.test(name);

/** What ended the last run, and what would end it next if that were widened; every figure is a measured one or follows from those. */
export function nextLimit(runs: readonly LimitRun[], cores: number): string[] {
  const last = runs.at(-1);
  const first = runs[0];
  if (last === undefined || first === undefined) return [];
  const shards = last.processes.filter(({ name }) => isShard(name));
  const servers = last.processes.filter(({ name }) => isServer(name));
  const generator = last.processes.filter(({ name }) => !isShard(name) && !isServer(name));
  return [
    compared(first, last),
    ended(last, cores),
    `Of the ${coresOf(last.processes)} cores that were used the shards had ${coresOf(shards)}, the server ${coresOf(servers)}, the load generator and the rest ${coresOf(generator)}.`,
    ...alone(last, { shards, servers }),
  ];
}

type Process = LimitRun['processes'][number];

function compared(first: LimitRun, last: LimitRun): string {
  const ratio = first.achievedPerSecond === 0 ? 0 : last.achievedPerSecond / first.achievedPerSecond;
  const batches = `an append stored ${last.appendBatch} messages instead of ${first.appendBatch}`;
  return `${last.shards} shards stored ${rounded(ratio)} times what ${first.shards} did; ${batches}.`;
}

function ended(run: LimitRun, cores: number): string {
  const used = sum(run.processes) + run.machine.others;
  const fullest = run.processes.filter(({ name }) => isServer(name)).toSorted((a, b) => b.cores - a.cores)[0];
  if (used >= cores * FULL) {
    const others = run.machine.others >= 0.1 ? `, of which others took ${run.machine.others.toFixed(2)}` : '';
    return `The machine ended it: ${used.toFixed(2)} of its ${cores} cores were busy${others}. More shards on the same cores share them.`;
  }
  if (fullest !== undefined && fullest.cores >= FULL) {
    return `The one thread of ${fullest.name} ended it: ${fullest.cores.toFixed(2)} of a core, while the machine had ${(cores - used).toFixed(2)} cores to spare.`;
  }
  return `Neither the machine (${used.toFixed(2)} of ${cores} cores) nor a thread of the server was used up: sends waited for commits on the disk, or for each other in their conversations.`;
}

/** What each part would do with a core of its own, which is what more machines give. */
function alone(
  run: LimitRun,
  { shards, servers }: { shards: readonly Process[]; servers: readonly Process[] },
): string[] {
  const [inShards, inServers] = [sum(shards), sum(servers)];
  if (inShards === 0 || inServers === 0) return [];
  const perShard = run.achievedPerSecond / inShards;
  const perServer = run.achievedPerSecond / inServers;
  const count = Math.ceil(perServer / perShard);
  const line = `A core of its own would carry ${rounded(perShard)} sends/s as a shard and ${rounded(perServer)} as a server process, at these batches.`;
  const next =
    count <= 1
      ? `So the server is the next limit: one shard with a core carries more than one server process sends, and what helps is another process.`
      : `So ${count} shards with a core each carry what one server process sends; with fewer the shards are the next limit, with more the server process is.`;
  return [line, next];
}

function sum(processes: readonly Process[]): number {
  return processes.reduce((total, { cores }) => total + cores, 0);
}

function coresOf(processes: readonly Process[]): string {
  return sum(processes).toFixed(2);
}
