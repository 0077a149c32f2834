import { setTimeout as sleep } from 'node:timers/promises';

import { LIMITS } from '@parley/contract';
import type { MintedSession } from '@parley/server/cli';

import { UsageError } from '../args.js';
import { isDataPart } from '../supervisor/install.js';
import { logPath } from '../supervisor/log-file.js';
import {
  ABUSE_NAMES,
  ABUSES,
  ABUSING,
  type AbuseName,
  type OthersPlan,
  type OthersResult,
  type Thrown,
  type ThrowPlan,
} from './abuse-plan.js';
import { abuseReport, type AbusesReport, type AtRest, type Measured } from './abuse-report.js';
import { collectGarbage } from './support/garbage.js';
import { startGenerator } from './support/generator.js';
import { withInterrupt, type Interrupted } from './support/interrupt.js';
import { logBytes } from './support/log-size.js';
import { makeChats } from './support/make-chats.js';
import { bytesOf, MemoryWatch } from './support/memory-watch.js';
import { benchOptions, targetChoice, targetOptions, wholeOption } from './support/options.js';
import { Rest } from './support/rest.js';
import { withTarget, type Target } from './support/target.js';
import { tell } from './support/tell.js';

export type AbuseOptions = AbusesReport['options'];

const GROUP_SHARE = 0.1;
const WARM_UP_SECONDS = 3;
/** A server that has run nothing yet grows by itself: the first people talk to nobody's harm. */
const SETTLE_SECONDS = 10;
/** People of the one who does harm, beside those of a group. */
const ACCOUNTS = 16;

/**
 * `./parley bench abuse [--only name,…] [--seconds 15] [--rate 300] [--users 1000] [--conversations 50000] [--members 10000]
 * [--typists 10000] [--seed 1] [--running | --processes …]`: people talk at a rate while somebody else does harm, one kind after the
 * other: what the people see of it, how large the parts become, and whether it was held back.
 */
export async function run(args: string[]): Promise<AbusesReport> {
  const values = benchOptions(args, {
    only: { type: 'string', default: ABUSE_NAMES.join(',') },
    seconds: { type: 'string', default: '15' },
    rate: { type: 'string', default: '300' },
    users: { type: 'string', default: '1000' },
    conversations: { type: 'string', default: '50000' },
    members: { type: 'string', default: '10000' },
    typists: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    ...targetOptions,
  });
  const options: AbuseOptions = {
    only: namesIn(values.only),
    seconds: wholeOption(values, 'seconds', { least: 5, most: 600 }),
    ratePerSecond: wholeOption(values, 'rate', { least: 10, most: 10_000 }),
    // Two share a conversation.
    users: 2 * Math.ceil(wholeOption(values, 'users', { least: 20, most: 10_000 }) / 2),
    conversations: wholeOption(values, 'conversations', { least: 10, most: 80_000 }),
    members: wholeOption(values, 'members', { least: 502, most: LIMITS.groupMembers }),
    typists: wholeOption(values, 'typists', { least: 2, most: LIMITS.groupMembers }),
    seed: wholeOption(values, 'seed', { least: 0, most: 2 ** 31 }),
  };
  if (options.typists > options.members) throw new UsageError('--typists: give no more than --members');
  const choice = targetChoice(values);
  return withInterrupt((interrupted) =>
    withTarget({ ...choice, interrupted }, async (target) => {
      const bench = new AbuseBench(target, options, interrupted);
      return abuseReport(options, target, await bench.all());
    }),
  );
}

/** In the order in which they are done. */
function namesIn(text: string): AbuseName[] {
  const asked = text.split(',');
  const unknown = asked.find((one) => !ABUSE_NAMES.some((name) => name === one));
  if (unknown !== undefined)
    throw new UsageError(`--only: there is no ${unknown}; there are: ${ABUSE_NAMES.join(', ')}`);
  return ABUSE_NAMES.filter((name) => asked.includes(name));
}

type People = { others: MintedSession[]; newcomer: MintedSession; accounts: MintedSession[]; crowd: MintedSession[] };

class AbuseBench {
  private readonly target: Target;
  private readonly options: AbuseOptions;
  private readonly interrupted: Interrupted;

  constructor(target: Target, options: AbuseOptions, interrupted: Interrupted) {
    this.target = target;
    this.options = options;
    this.interrupted = interrupted;
  }

  async all(): Promise<Measured[]> {
    await this.settle(await this.mint(0));
    const measured: Measured[] = [];
    for (const name of this.options.only as AbuseName[]) {
      const crowd = this.crowdOf(name);
      const groupId = crowd === 0 ? null : await this.prepare(name, await this.mint(crowd));
      // Their tokens serve a quarter of an hour, and to prepare and measure everything takes longer: the same people, signed in anew.
      const people = await this.mint(groupId === null ? 0 : crowd);
      measured.push(await this.measure(this.planOf(name, people, groupId), people));
    }
    return measured;
  }

  private crowdOf(name: AbuseName): number {
    const { conversations, members } = this.options;
    if (name === 'many-conversations') return conversations;
    return name === 'typing-storm' ? members : 0;
  }

  private async mint(crowd: number): Promise<People> {
    const { users } = this.options;
    const count = users + 2 + ACCOUNTS + crowd;
    const sessions = await Promise.race([this.target.cli.mintSessions(count, 'with groups'), this.interrupted]);
    const [newcomer] = sessions.slice(users);
    if (newcomer === undefined) throw new Error('nobody is there');
    const from = users + 2;
    return {
      others: sessions.slice(0, users),
      newcomer,
      accounts: sessions.slice(from, from + ACCOUNTS),
      crowd: sessions.slice(from + ACCOUNTS),
    };
  }

  /** What this abuse needs is made before anything is measured. Answers the group that everybody is in; null: it needs none. */
  private async prepare(name: AbuseName, { accounts, crowd }: People): Promise<string | null> {
    const { address } = this.target;
    const { conversations, members } = this.options;
    const [owner] = accounts;
    if (owner === undefined) throw new Error('nobody is there');
    if (name === 'many-conversations') {
      tell(`${conversations} conversations are made for one person`);
      await Promise.race([makeChats(address, owner, crowd.slice(0, conversations)), this.interrupted]);
    }
    if (name !== 'typing-storm') return null;
    tell(`a group of ${members} is made`);
    return Promise.race([new Rest(address).group(owner, crowd.slice(0, members - 1)), this.interrupted]);
  }

  private planOf(name: AbuseName, { accounts, crowd }: People, groupId: string | null): ThrowPlan {
    const { address } = this.target;
    const { seconds, members, typists } = this.options;
    const sessions = groupId === null ? accounts : crowd.slice(0, Math.min(typists, members - 1));
    return { name, address, seconds, sessions, groupId };
  }

  private async settle(people: People): Promise<void> {
    tell('people talk, nobody does harm');
    await this.beside(people, () => sleep(SETTLE_SECONDS * 1_000));
  }

  private async measure(plan: ThrowPlan, people: People): Promise<Measured> {
    const { name } = plan;
    const { target } = this;
    const before = await this.atRest();
    const logged = logBytes(target.logs);
    tell(`${name}: ${ABUSES[name].what}`);
    const { others, found } = await this.beside(people, async () => {
      const watch = new MemoryWatch(() => target.processes());
      try {
        const thrown = await this.inOwnProcess<Thrown>('../abuse-throw.js', plan);
        return { thrown, memory: watch.stop(), replaced: watch.replaced };
      } finally {
        watch.stop();
      }
    });
    const written = logBytes(target.logs) - logged;
    const after = await this.atRest();
    const ms = ({ p99 }: { p99: number }): string => `${Math.round(p99)} ms`;
    const { ack, delivery } = others.during;
    tell(`ack p99 ${ms(ack)}, delivery p99 ${ms(delivery)}, held back ${found.thrown.heldBack}`);
    return { name, others, ...found, rest: { before, after }, logBytes: written };
  }

  /** People talk; when they have done so for a while, something happens beside them, and they go on after it. */
  private async beside<T>(
    { others: sessions, newcomer }: People,
    work: () => Promise<T>,
  ): Promise<{ others: OthersResult; found: T }> {
    const { ratePerSecond, seed } = this.options;
    const { address } = this.target;
    const load = { ratePerSecond, seed, warmUpSeconds: WARM_UP_SECONDS, groupShare: GROUP_SHARE };
    const plan: OthersPlan = { ...load, address, sessions, newcomer };
    const generator = startGenerator<OthersResult>('../abuse-others.js', plan);
    const both = async (): Promise<{ others: OthersResult; found: T }> => {
      await generator.reached(ABUSING);
      const found = await work();
      generator.goOn();
      return { others: await generator.result, found };
    };
    try {
      return await Promise.race([both(), this.interrupted]);
    } finally {
      await generator.stop();
    }
  }

  private async inOwnProcess<R>(module: string, plan: object): Promise<R> {
    const generator = startGenerator<R>(module, plan);
    try {
      return await Promise.race([generator.result, this.interrupted]);
    } finally {
      await generator.stop();
    }
  }

  /** What each part holds while nobody is there. In an install of our own garbage is collected first. */
  private async atRest(): Promise<ReadonlyMap<string, AtRest>> {
    const { target } = this;
    const parts = new Map<string, AtRest>();
    for (const { name, pid } of target.processes()) {
      const isOurs = target.kind === 'throw-away' && !isDataPart(name);
      const own = isOurs
        ? await Promise.race([collectGarbage(pid, logPath(target.logs, name)), this.interrupted])
        : null;
      parts.set(name, {
        bytes: own?.rss ?? bytesOf({ name, pid }) ?? 0,
        held: own === null || own === undefined ? null : own.heapUsed + own.external,
      });
    }
    return parts;
  }
}

if (import.meta.main) {
  const report = await run(process.argv.slice(2));
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  process.exitCode = report.ok ? 0 : 1;
}
