import { Redis } from 'ioredis';
import { expect } from 'vitest';
import { mintSessions } from '../../support/cli.js';
import type { Session } from '../../support/device.js';
import { type Stack, startStack } from '../../support/stack.js';
import { sleep, until } from '../../support/wait.js';
import { Crowd } from './crowd.js';
import { Truth } from './verdict.js';

/** Devices and their rate: enough for full batches, little enough for two cores that run everything. */
const DEVICES = 40;
const PER_SECOND = 240;
/** How long people talk before the fault, and after it is over. */
const BEFORE_MS = 1_500;
const AFTER_MS = 1_000;
/** Everything must be right again this long after the fault is over. */
const HEAL_MS = 30_000;

/** How long a gateway that is told to end gives its devices. */
const DRAIN_MS = 3_000;

/** Runs against a supervised stack under load: a fault, then the question what it did. */
export class Trial {
  private constructor(
    readonly stack: Stack,
    readonly redis: Redis,
    readonly crowd: Crowd,
    readonly sessions: readonly Session[],
  ) {}

  static async begin(processes: string | undefined, env: Record<string, string> = {}): Promise<Trial> {
    const settings = { PARLEY_LOG_LEVEL: 'warn', PARLEY_DRAIN_MS: String(DRAIN_MS), ...env };
    const stack = await startStack({
      level: 'server',
      env: settings,
      ...(processes === undefined ? {} : { processes }),
    });
    try {
      const sessions = await mintSessions(settingsOf(stack), DEVICES + 4);
      const redis = new Redis(stack.redisUrl, { maxRetriesPerRequest: null });
      redis.on('error', () => undefined);
      const crowd = await Crowd.gather(sessions.slice(0, DEVICES), () => stack.url);
      return new Trial(stack, redis, crowd, sessions);
    } catch (error) {
      await stack.down();
      throw error;
    }
  }

  async end(): Promise<void> {
    await this.crowd.leave();
    this.redis.disconnect();
    await this.stack.down();
  }

  /** People talk, the fault happens and is undone, and then everything must be as if nothing had been. */
  async run(name: string, fault: () => Promise<void>, crowd = this.crowd): Promise<void> {
    const ackedBefore = crowd.acks.length;
    crowd.talk(PER_SECOND);
    await sleep(BEFORE_MS);
    await fault();
    const over = performance.now();
    await sleep(AFTER_MS);
    await crowd.hush();
    const healed = await this.untilHealed(name, crowd);
    await this.untilCovered(crowd);
    const verdict = (await this.truth(crowd)).judge(crowd);
    const { acked, found, lost, duplicated, outOfOrder } = verdict;
    console.log(
      `fault ${name}: acked ${acked - ackedBefore} (in all ${acked}), found ${found}, lost ${lost}, ` +
        `duplicated ${duplicated}, out of order ${outOfOrder}, healed ${((healed - over) / 1_000).toFixed(1)} s after`,
    );
    expect(verdict).toEqual({
      acked,
      found: acked,
      lost: 0,
      duplicated: 0,
      outOfOrder: 0,
      holes: 0,
      inbox: 0,
      threads: 0,
      wrong: 0,
    });
    expect(acked - ackedBefore).toBeGreaterThan(200);
  }

  private async untilHealed(name: string, crowd: Crowd): Promise<number> {
    const deadline = performance.now() + HEAL_MS;
    for (;;) {
      const truth = await this.truth(crowd).catch(() => null);
      if (truth?.isReached(crowd) === true) return performance.now();
      if (performance.now() > deadline) {
        const missing = whatIsMissing(truth, crowd);
        throw new Error(`${name}: not healed after ${HEAL_MS} ms: ${missing}\n${await this.stack.logs()}`);
      }
      await sleep(250);
    }
  }

  /** The places of own sends are told with the next heartbeat; it comes every 30 s by itself, and sooner when asked. */
  private async untilCovered(crowd: Crowd): Promise<void> {
    for (const { client } of crowd.members) client.wake();
    await until('every cursor stands at its head', async () => (await this.truth(crowd)).isCovered(crowd));
  }

  private truth(crowd: Crowd): Promise<Truth> {
    return Truth.read(
      this.stack.shards.map(({ url }) => url),
      crowd,
    );
  }

  get talkers(): readonly Session[] {
    return this.sessions.slice(0, DEVICES);
  }

  /** A device that is not one of the crowd. */
  spare(index = 0): Session {
    const session = this.sessions[DEVICES + index];
    if (session === undefined) throw new Error('too few sessions');
    return session;
  }

  async pidOf(part: string): Promise<number> {
    const found = (await this.stack.parts()).find(({ name }) => name === part);
    if (found?.pid === undefined) throw new Error(`${part} does not run`);
    return found.pid;
  }

  /** Kills a part without warning; over when the supervisor has it up again. */
  async kill(part: string, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const pid = await this.pidOf(part);
    process.kill(pid, signal);
    await until(`${part} is up again`, async () =>
      (await this.stack.parts()).some((one) => one.name === part && one.state === 'up' && one.pid !== pid),
    );
  }

  async signal(part: string, signal: NodeJS.Signals): Promise<void> {
    process.kill(await this.pidOf(part), signal);
  }
}

export function settingsOf(stack: Stack): Record<string, string> {
  return {
    PARLEY_DIRECTORY_URL: stack.directoryUrl,
    PARLEY_SHARD_URLS: stack.shards.map(({ name, url }) => `${name}=${url}`).join(','),
    PARLEY_REDIS_URL: stack.redisUrl,
  };
}

function whatIsMissing(truth: Truth | null, crowd: Crowd): string {
  if (truth === null) return 'the shards do not answer';
  const behind = crowd.members.flatMap(({ session, seen, waiting, client }) => {
    const stored = truth.messages.get(session.conversationId)?.length ?? 0;
    const head = truth.heads.get(session.userId) ?? 0;
    const { state, synced, error } = client.connection.getSnapshot();
    if (waiting === 0 && seen.size === stored && head >= stored) return [];
    return [
      `${session.deviceId}: waits for ${waiting} acks, saw ${seen.size} of ${stored}, cursor ${client.cursor?.inboxSeq ?? '-'} ` +
        `of ${head}, ${state}${synced ? '' : ', not synced'}${error === null ? '' : `, ${error.code}`}`,
    ];
  });
  return `${behind.length} of ${crowd.members.length} devices\n${behind.slice(0, 5).join('\n')}`;
}
