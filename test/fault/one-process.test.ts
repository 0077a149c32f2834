import { afterAll, beforeAll, describe, it } from 'vitest';
import { sleep } from '../support/wait.js';
import { Trial } from './support/trial.js';

describe('all roles in one process, supervised, under load', () => {
  let trial: Trial;
  beforeAll(async () => {
    trial = await Trial.begin(undefined);
  });
  afterAll(() => trial.end());

  it('kill -9 of the server', async () => {
    await trial.run('kill -9 server', () => trial.kill('server'));
  });

  it.each(['directory', 'shard-1'])('kill -9 of the Postgres of %s', async (part) => {
    await trial.run(`kill -9 ${part} (one process)`, () => trial.kill(part));
  });

  it('kill -9 of everything at once: the server, both shards, the directory and Redis', async () => {
    await trial.run('kill -9 of everything', async () => {
      await Promise.all(['server', 'directory', 'shard-0', 'shard-1', 'redis'].map((part) => trial.kill(part)));
    });
  });

  it('FLUSHALL, and Redis killed right after', async () => {
    await trial.run('FLUSHALL, kill -9 redis (one process)', async () => {
      await trial.redis.flushall();
      await sleep(200);
      await trial.kill('redis');
    });
  });

  it('SIGTERM: devices are told to drain, come back, and nothing is lost', async () => {
    await trial.run('drain (one process)', () => trial.kill('server', 'SIGTERM'));
  });
});
