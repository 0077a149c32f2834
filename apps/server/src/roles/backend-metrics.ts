import type { INestApplicationContext } from '@nestjs/common';
import { JOBS } from '@parley/contract';
import { type Database, outboxBacklog, type Shard } from '@parley/db';
import { FanOut } from '../fanout/fan-out.js';
import { MessageAppender } from '../message/message-appender.js';
import { JOB_STATES, OutboxWorker } from '../outbox/outbox.worker.js';
import { metrics } from '../platform/metrics.js';
import { shared, watchPart } from './watch-part.js';
import type { OpenPlatform } from '../platform/open-platform.js';

/** What is asked of logic and worker when somebody reads the metrics; ends with the returned call. */
export function measureBackend(
  app: INestApplicationContext,
  { shards, redis }: OpenPlatform,
  roles: { logic: boolean; worker: boolean },
): () => void {
  const databases = [shards.directory, ...shards.shards];
  const ends = [
    ...databases.flatMap(poolsOf),
    ...databases.map((database) => watchPart(database.name, () => database.pool.query('select 1'))),
    watchPart('redis', () => redis.ping()),
    ...(roles.logic ? lanesOf(app, shards.shards) : []),
    ...(roles.worker ? [...databases.flatMap(outboxOf), ...queueOf(app.get(OutboxWorker))] : []),
  ];
  return () => ends.forEach((end) => end());
}

function poolsOf(database: Database): (() => void)[] {
  const pools = { shared: database.pool, ...('lanes' in database && { lanes: database.lanes }) };
  return Object.entries(pools).flatMap(([pool, of]) => {
    const at = { database: database.name, pool };
    return [
      metrics.poolConnections.supply({ ...at, state: 'busy' }, () => of.totalCount - of.idleCount),
      metrics.poolConnections.supply({ ...at, state: 'idle' }, () => of.idleCount),
      metrics.poolWaiting.supply(at, () => of.waitingCount),
    ];
  });
}

function lanesOf(app: INestApplicationContext, shards: readonly Shard[]): (() => void)[] {
  const [appender, fanOut] = [app.get(MessageAppender), app.get(FanOut)];
  return [
    ...shards.map((shard) => metrics.appendWaiting.supply({ shard: shard.name }, () => appender.waiting(shard))),
    metrics.fanoutWaiting.supply({}, () => fanOut.backlog),
  ];
}

function outboxOf(database: Database): (() => void)[] {
  const at = { database: database.name };
  // Both are asked for at the same moment.
  const backlog = shared(() => outboxBacklog(database));
  return [
    metrics.outboxRows.supply(at, async () => (await backlog()).rows),
    metrics.outboxOldest.supply(at, async () => (await backlog()).oldestMs / 1_000),
  ];
}

function queueOf(worker: OutboxWorker): (() => void)[] {
  const { queue } = JOBS['outbox.finish'];
  return JOB_STATES.map((state) => metrics.queueJobs.supply({ queue, state }, () => worker.jobs(state)));
}
