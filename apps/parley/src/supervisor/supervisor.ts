import { appendFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

import type { ProcessCounts, StackLevel } from '../args.js';
import { Failure } from '../bootstrap/failure.js';
import { tryLock, type Lock } from '../bootstrap/lock.js';
import { identify } from '../bootstrap/process-identity.js';
import { step, type Reporter, type StepName } from '../bootstrap/progress.js';
import { createDataDir, dataDirAt, loadSecrets, writeJson } from '../data-dir.js';
import { fetchRedis, findRedis, type RedisBinary } from '../redis/binary.js';
import { ServerCli } from '../server-cli.js';
import type { Settings } from '../settings.js';
import { dataParts } from './data-parts.js';
import { missingRedis } from './external-redis.js';
import { CLUSTERS, serverEnv, type Install } from './install.js';
import { logPath, rotateLog } from './log-file.js';
import { endLeftovers } from './leftovers.js';
import { Part, type PartSpec } from './part.js';
import { allotPorts, canListen } from './ports.js';
import { tailOf } from './tail.js';
import {
  hasRole,
  serverParts,
  serverPortNames,
  serverProcesses,
  webPart,
  type ServerProcess,
  type Surroundings,
} from './server-parts.js';
import type { SupervisorState } from './state.js';
import type { Wanted } from './wanted.js';
import { welcomeFrom, type Welcome } from './welcome.js';

export interface Plan {
  settings: Settings;
  level: StackLevel;
  demo: boolean;
  /** What this run is made of: see SupervisorState. */
  runs: Wanted;
  processes?: ProcessCounts;
  /** Given where the processes are to reach each other otherwise than directly: ./parley chaos stands between them. */
  around?: (install: Install, processes: readonly string[]) => Promise<ReadonlyMap<string, Surroundings>>;
}

const START_MS = 90_000;
const ROTATE_EVERY_MS = 30_000;

/** Another supervisor holds the data folder: of two that were started at once, this is the second. */
export class AlreadyRunning extends Failure {}

/** Runs every part of one install, from the first start to the orderly stop. One per data folder. */
export class Supervisor {
  private readonly plan: Plan;
  private readonly reporter: Reporter;
  private readonly groups: Part[][] = [];
  private readonly since = new Date().toISOString();
  /** How long each log was before this run. */
  private readonly logSizes = new Map<string, number>();
  private phase: SupervisorState['phase'] = 'starting';
  private install: Install | undefined;
  private lock: Lock | undefined;
  private timer: NodeJS.Timeout | undefined;
  private hurry = false;
  private readonly stopping = new AbortController();
  private starting: Promise<Welcome> | undefined;
  private stopped: Promise<void> | undefined;

  constructor(plan: Plan, reporter: Reporter) {
    this.plan = plan;
    this.reporter = reporter;
  }

  /** Starts all parts; when one of them can't, stops the others and throws. */
  async start(): Promise<Welcome> {
    const dir = dataDirAt(this.plan.settings.dataDir);
    createDataDir(dir);
    const attempt = tryLock(dir.lock);
    if ('holder' in attempt) throw new AlreadyRunning(`Parley already runs here (pid ${attempt.holder.pid})`);
    for (const name of readdirSync(dir.logs)) this.logSizes.set(name, statSync(join(dir.logs, name)).size);
    this.lock = attempt.lock;
    this.starting = this.bringUp();
    try {
      return await this.starting;
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  private async bringUp(): Promise<Welcome> {
    const { settings, level } = this.plan;
    const dir = dataDirAt(settings.dataDir);
    const secrets = loadSecrets(dir);
    // Before the ports are chosen: what outlived a killed supervisor still holds them.
    await endLeftovers(dir, secrets.installId, () => this.hurry);
    const processes = level === 'databases' ? [] : serverProcesses(settings.roles, this.plan.processes);
    const withGateway = processes.some((process) => hasRole(process, 'gateway'));
    if (withGateway) await checkPublicPort(settings);
    const names = [
      ...this.embeddedNames(),
      ...serverPortNames(processes),
      ...(withGateway && level === 'web' ? ['web'] : []),
    ];
    const ports = await allotPorts(dir.ports, names);
    this.goOn();
    this.install = { settings, dir, secrets, ports };
    this.writeState();
    this.timer = setInterval(() => this.rotateLogs(), ROTATE_EVERY_MS);

    await this.startData(this.install);
    const missing = await missingRedis(settings);
    if (missing !== undefined) {
      this.reporter.line(missing);
      this.tell(missing);
    }
    if (level === 'databases') return this.finish({ url: settings.publicUrl, logins: [] });
    const cli = new ServerCli(serverEnv(this.install), this.stopping.signal);
    await this.step('migrate databases', () => cli.migrate());
    await this.startServer(this.install, processes);
    return this.finish(await this.welcome(cli));
  }

  private embeddedNames(): string[] {
    const { databases, redisUrl } = this.plan.settings.external;
    return [...(databases === undefined ? CLUSTERS : []), ...(redisUrl === undefined ? ['redis'] : [])];
  }

  private async startData(install: Install): Promise<void> {
    const names = this.embeddedNames();
    const binary = names.includes('redis') ? await this.redisBinary() : undefined;
    const specs = dataParts(install, binary);
    const began = performance.now();
    const parts = this.addGroup(specs);
    const clusters = parts.filter((part) => part.spec.name !== 'redis');
    const redis = parts.filter((part) => part.spec.name === 'redis');
    if (clusters.length > 0) await this.untilUp({ name: 'Postgres', began }, clusters);
    if (redis.length > 0) await this.untilUp({ name: 'Redis', began }, redis);
  }

  private async redisBinary(): Promise<RedisBinary> {
    return findRedis() ?? this.step('fetch Redis', () => fetchRedis(this.stopping.signal));
  }

  private async startServer(install: Install, processes: readonly ServerProcess[]): Promise<void> {
    const began = performance.now();
    const names = processes.map(({ name }) => name);
    const server = this.addGroup(serverParts(install, processes, await this.plan.around?.(install, names)));
    const web = 'web' in install.ports && this.plan.level === 'web' ? this.addGroup([webPart(install)]) : [];
    await this.untilUp({ name: server.length > 1 ? `server (${server.length} processes)` : 'server', began }, server);
    if (web.length > 0) await this.untilUp({ name: 'web app', began }, web);
  }

  /** Asked to stop while it starts, nothing new begins: a part that came later would outlive us. */
  private goOn(): void {
    this.stopping.signal.throwIfAborted();
  }

  private async step<T>(which: StepName, work: () => Promise<T>): Promise<T> {
    this.goOn();
    return step(this.reporter, which, work);
  }

  private addGroup(specs: readonly PartSpec[]): Part[] {
    this.goOn();
    const logs = dataDirAt(this.plan.settings.dataDir).logs;
    const hooks = { logs, changed: () => this.writeState(), tell: (text: string) => this.tell(text) };
    const parts = specs.map((spec) => new Part(spec, hooks));
    this.groups.push(parts);
    for (const part of parts) part.start();
    return parts;
  }

  private async untilUp(which: StepName, parts: readonly Part[]): Promise<void> {
    await this.step(which, () => Promise.all(parts.map((part) => this.partUp(part))));
  }

  private async partUp(part: Part): Promise<void> {
    try {
      await part.untilUp(START_MS);
    } catch (error) {
      const path = logPath(dataDirAt(this.plan.settings.dataDir).logs, part.spec.name);
      throw new Failure(
        `${error instanceof Error ? error.message : String(error)} (log: ${path})`,
        tailOf(path, 20, this.logSizes.get(basename(path))),
      );
    }
  }

  private async welcome(cli: ServerCli): Promise<Welcome> {
    const { demo, settings } = this.plan;
    return demo
      ? this.step('demo organisation', () => welcomeFrom(cli, settings, demo))
      : welcomeFrom(cli, settings, demo);
  }

  private finish(welcome: Welcome): Welcome {
    this.goOn();
    this.phase = 'up';
    this.writeState();
    this.tell('everything is up');
    return welcome;
  }

  /** Stops the parts in the reverse order of their start. */
  stop(): Promise<void> {
    this.stopped ??= this.stopAll();
    return this.stopped;
  }

  /** Asked to stop a second time: nothing is waited for any longer than two seconds. */
  hasten(): void {
    this.hurry = true;
  }

  private async stopAll(): Promise<void> {
    this.phase = 'stopping';
    this.stopping.abort(new Failure('Parley was stopped while it started'));
    if (this.install !== undefined) this.writeState();
    for (const group of this.stopOrder()) {
      const names = group.map((part) => part.spec.name).join(', ');
      await step(this.reporter, `stop ${names}`, async () => {
        await Promise.all(group.map((part) => part.stop(() => this.hurry)));
      });
    }
    // What the start is busy with ends too, before the data folder is let go.
    await this.starting?.catch(() => undefined);
    clearInterval(this.timer);
    if (this.install !== undefined) rmSync(this.install.dir.state, { force: true });
    this.lock?.release();
  }

  private stopOrder(): Part[][] {
    const parts = this.groups.flat();
    return [0, 1, 2, 3].map((n) => parts.filter((part) => stopRank(part) === n)).filter((group) => group.length > 0);
  }

  private rotateLogs(): void {
    const logs = dataDirAt(this.plan.settings.dataDir).logs;
    for (const name of ['supervisor', ...this.groups.flat().map((part) => part.spec.name)]) rotateLog(logs, name);
  }

  private tell(text: string): void {
    const path = logPath(dataDirAt(this.plan.settings.dataDir).logs, 'supervisor');
    appendFileSync(path, `${new Date().toISOString()} ${text}\n`, { mode: 0o640 });
    if (this.phase === 'up' && text !== 'everything is up') this.reporter.line(text);
  }

  private writeState(): void {
    const supervisor = identify(process.pid);
    if (this.install === undefined || supervisor === undefined) return;
    const { settings, level, runs } = this.plan;
    const parts = this.groups.flat().map((part) => part.status());
    const state: SupervisorState = {
      supervisor,
      phase: this.phase,
      since: this.since,
      url: settings.publicUrl,
      localUrl: settings.localUrl,
      runs,
      level,
      parts,
    };
    writeJson(this.install.dir.state, state);
  }
}

/** Web and gateways before logic and worker, those before Redis, the databases last. */
function stopRank({ spec: { name } }: Part): number {
  if (name === 'web' || name === 'server' || name.startsWith('gateway-')) return 0;
  if (name.startsWith('logic-') || name.startsWith('worker-')) return 1;
  return name === 'redis' ? 2 : 3;
}

async function checkPublicPort(settings: Settings): Promise<void> {
  if (await canListen(settings.host, settings.port)) return;
  throw new Failure(
    `port ${settings.port} on ${settings.host} cannot be used: something else listens there, or it is not allowed. Choose another with PARLEY_PORT`,
  );
}
