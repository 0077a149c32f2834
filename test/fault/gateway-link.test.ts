import { openLine, type Line } from '@parley/parley/line';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestDevice } from '../support/device.js';
import { freePort, type ServerProcess, startProcess } from '../support/server.js';
import { sleep, until } from '../support/wait.js';
import { Crowd } from './support/crowd.js';
import { Trial } from './support/trial.js';

describe('a second gateway whose own line to Redis, or to logic, fails', () => {
  let trial: Trial;
  let redis: Line;
  let logic: Line;
  let gateway: ServerProcess;
  let url: string;
  let crowd: Crowd;

  beforeAll(async () => {
    trial = await Trial.begin('gateway=1,logic=2,worker=1');
    const ports = await trial.stack.ports();
    redis = await openLine(ports['redis'] ?? 0);
    logic = await openLine(ports['logic-0.rpc'] ?? 0);
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    const redisUrl = new URL(trial.stack.redisUrl);
    redisUrl.port = String(redis.port);
    gateway = await startProcess('gateway', {
      PARLEY_PORT: String(port),
      PARLEY_REDIS_URL: redisUrl.href,
      PARLEY_RPC_SECRET: await trial.stack.secret('rpcSecret'),
      PARLEY_LOGIC_URLS: `http://127.0.0.1:${ports['logic-0.rest'] ?? 0}`,
      PARLEY_RPC_URLS: `http://127.0.0.1:${logic.port}`,
      PARLEY_LOG_LEVEL: 'warn',
      PARLEY_DRAIN_MS: '1000',
    });
    await trial.crowd.leave();
    // One of each pair here, one there.
    crowd = await Crowd.gather(trial.talkers, (index) => (index % 2 === 0 ? url : trial.stack.url));
  });
  afterAll(async () => {
    await crowd.leave();
    gateway.signal('SIGTERM');
    await gateway.exited;
    await redis.close();
    await logic.close();
    await trial.end();
  });

  it('the line to Redis is cut for 5 s', async () => {
    await trial.run(
      'gateway cut off from redis 5 s',
      async () => {
        redis.cut();
        await sleep(5_000);
        redis.heal();
      },
      crowd,
    );
  });

  it('the line to Redis goes silent for good, without a word', async () => {
    await trial.run(
      'gateway line to redis silent',
      async () => {
        redis.swallow();
        // Long enough for the gateway to try again on a line that is just as dead.
        await sleep(12_000);
        redis.heal();
      },
      crowd,
    );
  });

  it('and afterwards messages are pushed again, not only found by heartbeats', async () => {
    const a = await TestDevice.connect(trial.stack.url, trial.spare(0));
    const b = await TestDevice.connect(url, trial.spare(1));
    await until('push works', async () => {
      const text = `hello ${performance.now()}`;
      await a.send(text);
      await sleep(500);
      return b.messages.some(({ content }) => content.text === text);
    });
    a.close();
    b.close();
  });

  it('who left while the line was cut does not seem to be there for ever', async () => {
    const asker = await TestDevice.connect(url, trial.spare(0));
    const leaving = await TestDevice.connect(url, trial.spare(1));
    const online = async (): Promise<boolean | undefined> =>
      (await asker.call('presence.get', { userIds: [leaving.session.userId] })).presence[0]?.online;
    expect(await online()).toBe(true);
    redis.cut();
    leaving.close();
    await sleep(500);
    redis.heal();
    await until('the route is gone', async () => (await online()) === false);
    asker.close();
  });

  it.each([
    ['logic-1', 'SIGKILL'],
    ['logic-0', 'SIGKILL'],
    ['logic-1', 'SIGTERM'],
    ['logic-0', 'SIGTERM'],
  ] as const)('%s gets %s while another process has the other half', async (part, signal) => {
    await trial.run(`${signal} ${part} of two`, () => trial.kill(part, signal), crowd);
  });

  it('the line to logic is cut for 3 s: connections stay, sends are told and go again', async () => {
    const watcher = await TestDevice.connect(url, trial.spare(2));
    await trial.run(
      'gateway cut off from logic 3 s',
      async () => {
        logic.cut();
        await sleep(3_000);
        logic.heal();
      },
      crowd,
    );
    expect(watcher.closed).toBeNull();
    watcher.close();
  });

  it('the line to logic goes silent: it is given up and opened anew', async () => {
    await trial.run(
      'gateway line to logic silent',
      async () => {
        logic.swallow();
        await sleep(7_000);
        logic.heal();
      },
      crowd,
    );
  });
});
