import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestDevice } from '../support/device.js';
import { sleep } from '../support/wait.js';
import { Trial } from './support/trial.js';

describe('gateway, logic and worker apart, supervised, under load', () => {
  let trial: Trial;
  beforeAll(async () => {
    trial = await Trial.begin('gateway=1,logic=1,worker=1');
  });
  afterAll(() => trial.end());

  it.each(['gateway-0', 'logic-0', 'worker-0'])('kill -9 of %s', async (part) => {
    await trial.run(`kill -9 ${part}`, () => trial.kill(part));
  });

  it.each(['directory', 'shard-0', 'shard-1'])('kill -9 of the Postgres of %s', async (part) => {
    await trial.run(`kill -9 ${part}`, () => trial.kill(part));
  });

  it('SIGTERM of the gateway: devices are told to drain, come back at moments of their own, nothing is lost', async () => {
    const watcher = await TestDevice.connect(trial.stack.url, trial.spare());
    await trial.run('drain gateway-0', () => trial.kill('gateway-0', 'SIGTERM'));
    // As few as they are.
    expect(watcher.drains).toEqual([{ withinMs: 1_000 }]);
    expect(watcher.closed).not.toBeNull();
  });

  it('SIGTERM of logic: nobody loses the connection', async () => {
    const watcher = await TestDevice.connect(trial.stack.url, trial.spare());
    await trial.run('restart logic-0', () => trial.kill('logic-0', 'SIGTERM'));
    expect(watcher.closed).toBeNull();
    watcher.close();
  });

  it('kill -9 of Redis', async () => {
    await trial.run('kill -9 redis', () => trial.kill('redis'));
  });

  it('FLUSHALL, ten times at any moment', async () => {
    await trial.run('FLUSHALL ×10', async () => {
      for (let count = 0; count < 10; count += 1) {
        await trial.redis.flushall();
        await sleep(Math.random() * 400);
      }
    });
  });

  it('Redis stands still for 10 s', async () => {
    await trial.run('redis paused 10 s', async () => {
      await trial.signal('redis', 'SIGSTOP');
      try {
        await sleep(10_000);
      } finally {
        await trial.signal('redis', 'SIGCONT');
      }
    });
  });

  it('Redis has no memory left and evicts nothing', async () => {
    await trial.run('redis out of memory', async () => {
      await trial.redis.config('SET', 'maxmemory', '1mb');
      try {
        await sleep(6_000);
      } finally {
        await trial.redis.config('SET', 'maxmemory', '512mb');
      }
    });
  });

  it('every connection to Redis is cut, again and again', async () => {
    await trial.run('redis links cut', async () => {
      for (let count = 0; count < 30; count += 1) {
        await trial.redis.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
        await trial.redis.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
        await sleep(100);
      }
    });
  });
});
