import type { StatusAnswer } from '@parley/server/cli';

import type { ServerCli } from '../server-cli.js';
import { NotAsked, type Check } from './check.js';

const LATE_MS = 60_000;
const SKEW_MS = 2000;

/** What the server itself says about its stores. */
export class ServerChecks {
  private readonly cli: Pick<ServerCli, 'status'>;
  private status: StatusAnswer | undefined;

  constructor(cli: Pick<ServerCli, 'status'>) {
    this.cli = cli;
  }

  checks(): Check[] {
    return [
      {
        name: 'databases',
        run: () => this.databases(),
        advice: './parley status, then ./parley logs directory (or the shard that is named)',
      },
      { name: 'redis', run: async () => this.redis(), advice: './parley logs redis; nothing is lost while it is away' },
      {
        name: 'clocks of the databases',
        run: async () => this.clocks(),
        advice: 'set the clocks of the machines that the databases run on by NTP',
      },
      {
        name: 'outbox',
        run: async () => this.outbox(),
        advice: 'messages are stored but not delivered everywhere: is a worker up (./parley status), what does it log?',
      },
      { name: 'queues', run: async () => this.queues(), advice: 'is a worker up (./parley status), what does it log?' },
    ];
  }

  private async databases(): Promise<string> {
    this.status = await this.cli.status();
    const { databases } = this.status;
    const faults = databases.filter((one) => !one.ok).map((one) => `${one.name}: ${one.error ?? 'no answer'}`);
    if (faults.length > 0) throw new Error(faults.join('; '));
    const versions = [...new Set(databases.map((one) => one.version ?? '?'))].join(', ');
    const shards = new Set(databases.filter((one) => one.name !== 'directory').map((one) => one.migration));
    if (shards.size > 1) throw new Error(`the shards are at different migrations: ${[...shards].join(', ')}`);
    return `${databases.map((one) => one.name).join(', ')} on Postgres ${versions}`;
  }

  private redis(): string {
    const { redis } = this.known();
    if (!redis.ok) throw new Error(redis.error ?? 'no answer');
    return `version ${redis.version ?? '?'}`;
  }

  private clocks(): string {
    const { databases, clockSkewMs } = this.known();
    this.needAll(databases);
    const worst = Math.max(clockSkewMs, ...databases.map((one) => Math.abs(one.clockSkewMs ?? 0)));
    if (worst > SKEW_MS) throw new Error(`they differ by ${worst} ms`);
    return `within ${worst} ms`;
  }

  private outbox(): string {
    const { databases } = this.known();
    this.needAll(databases);
    const waiting = databases.flatMap(({ name, outbox }) => (outbox === undefined ? [] : [{ name, ...outbox }]));
    const late = waiting.filter((one) => one.oldestMs > LATE_MS);
    if (late.length > 0) {
      throw new Error(
        late.map((one) => `${one.name}: ${one.rows} waiting, the oldest for ${seconds(one.oldestMs)}`).join('; '),
      );
    }
    return `${waiting.reduce((sum, one) => sum + one.rows, 0)} waiting`;
  }

  private queues(): string {
    const { queues, redis } = this.known();
    if (!redis.ok) throw new NotAsked('Redis, which holds them, does not answer');
    const late = queues.filter((one) => one.oldestMs > LATE_MS);
    if (late.length > 0) {
      throw new Error(
        late.map((one) => `${one.name}: ${one.waiting} waiting, the oldest for ${seconds(one.oldestMs)}`).join('; '),
      );
    }
    const lag = Math.max(0, ...queues.map((one) => one.oldestMs));
    const failed = queues.filter((one) => one.failed > 0).map((one) => `${one.failed} failed jobs kept in ${one.name}`);
    return [`${queues.length} queues, lag ${lag} ms`, ...failed].join(', ');
  }

  private known(): StatusAnswer {
    if (this.status === undefined) throw new NotAsked('the stores could not be looked at');
    return this.status;
  }

  /** What some of them say is no word of the others. */
  private needAll(databases: StatusAnswer['databases']): void {
    const silent = databases.filter((one) => !one.ok).map((one) => one.name);
    if (silent.length > 0) throw new NotAsked(`no answer from ${silent.join(', ')}`);
  }
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1000)} s`;
}
