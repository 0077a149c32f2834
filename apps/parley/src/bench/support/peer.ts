import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { MintedSession } from '@parley/server/cli';

import { Failure } from '../../bootstrap/failure.js';
import { checkout, runTool, typeScriptFlags } from '../../bootstrap/run-tool.js';
import { dataDirAt } from '../../data-dir.js';
import { childEnv } from '../../settings-env.js';
import { allotPorts } from '../../supervisor/ports.js';
import { accepts } from '../../supervisor/probes.js';
import { collectorFlags } from '../../supervisor/server-parts.js';
import { startCluster, type OwnCluster } from './clusters.js';
import type { Interrupted } from './interrupt.js';
import type { Measurable } from './target.js';

const FOLDER = join(checkout, 'test/load/naive');
/** The only one: Postgres as a shard of Parley has it. */
const DATABASE = 'postgres';
const START_MS = 20_000;
/** Its backends outlive a postmaster that was killed for a moment, and keep the next one from starting. */
const CLUSTER_TRIES = 50;

export type PeerPart = 'server' | 'postgres';

/** The plain Socket.IO chat of test/load/naive with a Postgres of its own, for as long as a bench runs. */
export interface Peer extends Measurable {
  people: readonly MintedSession[];
  /** Ends it without a word, and starts it again at once; resolves when it answers. */
  crash: (part: PeerPart) => Promise<void>;
}

/** Two and two in a chat and ten in a group, or all in one room. */
type People = { count: number; shape: 'pairs' | 'room' };

export async function withPeer<T>(
  { people, interrupted }: { people: People; interrupted: Interrupted },
  work: (peer: Peer) => Promise<T>,
): Promise<T> {
  if (!existsSync(join(FOLDER, 'server.ts')))
    throw new Failure('test/load/naive is not there: it comes with the sources');
  const scratch = mkdtempSync(join(tmpdir(), 'parley-peer-'));
  const peer = new RunningPeer(scratch);
  try {
    await Promise.race([peer.start(people), interrupted]);
    return await work(peer.asTarget());
  } finally {
    await peer.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
}

class RunningPeer {
  private readonly scratch: string;
  private port = 0;
  private people: MintedSession[] = [];
  private cluster: OwnCluster | null = null;
  private server: ChildProcess | null = null;

  constructor(scratch: string) {
    this.scratch = scratch;
  }

  async start({ count, shape }: People): Promise<void> {
    this.cluster = await startCluster(this.scratch, { name: DATABASE });
    const file = join(this.scratch, 'people');
    await runTool({
      name: 'seed peer',
      command: process.execPath,
      args: [...typeScriptFlags, join(FOLDER, 'seed.ts'), String(count), shape, file],
      env: childEnv({ DATABASE_URL: this.cluster.url }),
    });
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    this.people = lines.map((line) => JSON.parse(line) as MintedSession);
    this.port = (await allotPorts(dataDirAt(this.scratch).ports, ['server']))['server'] ?? 0;
    await this.startServer();
  }

  async stop(): Promise<void> {
    await this.endServer();
    await this.cluster?.stop();
  }

  asTarget(): Peer {
    return {
      kind: 'throw-away',
      address: { host: '127.0.0.1', port: this.port, peer: 'socketio' },
      databases: [{ name: DATABASE, url: this.cluster?.url ?? '' }],
      processes: () =>
        [
          { name: 'server', pid: this.server?.pid ?? 0 },
          { name: DATABASE, pid: this.cluster?.pid ?? 0 },
        ].filter(({ pid }) => pid > 0),
      people: this.people,
      crash: (part) => (part === 'server' ? this.crashServer() : this.crashCluster()),
    };
  }

  private async startServer(): Promise<void> {
    const flags = [...typeScriptFlags, ...collectorFlags(availableParallelism())];
    const env = childEnv({ DATABASE_URL: this.cluster?.url, PORT: String(this.port), NODE_ENV: 'production' });
    // What it says of lost connections is no part of the bench's report.
    const child = spawn(process.execPath, [...flags, join(FOLDER, 'server.ts')], {
      env,
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    this.server = child;
    for (const began = Date.now(); !(await accepts({ host: '127.0.0.1', port: this.port })); await sleep(50)) {
      if (child.exitCode !== null || Date.now() - began > START_MS) throw new Failure('the peer does not start');
    }
  }

  private async endServer(): Promise<void> {
    const child = this.server;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }

  private async crashServer(): Promise<void> {
    await this.endServer();
    await this.startServer();
  }

  private async crashCluster(): Promise<void> {
    await this.cluster?.crash();
    for (let tries = 1; ; tries += 1) {
      try {
        this.cluster = await startCluster(this.scratch, { name: DATABASE });
        return;
      } catch (error) {
        if (tries === CLUSTER_TRIES) throw error;
        await sleep(100);
      }
    }
  }
}
