import { existsSync, mkdirSync, readFileSync, readlinkSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { identify, isAlive, signalProcess } from '../bootstrap/process-identity.js';
import type { DataDir, Secrets } from '../data-dir.js';
import type { PartSpec } from '../supervisor/part.js';
import { redisAnswers } from '../supervisor/probes.js';
import { redisEnv, type RedisBinary } from './binary.js';

export interface EmbeddedRedis {
  binary: RedisBinary;
  port: number;
  dir: DataDir;
  secrets: Secrets;
}

export function redisPart({ binary, port, dir, secrets }: EmbeddedRedis): PartSpec {
  const folder = join(dir.root, 'redis');
  const conf = join(folder, 'redis.conf');
  return {
    name: 'redis',
    port,
    async prepare() {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      await endLeftoverRedis(dir);
      // A file, not arguments: everyone on the machine can read those.
      rmSync(conf, { force: true });
      writeFileSync(conf, redisConf(port, secrets.redisPassword, folder), { mode: 0o600 });
      return { file: binary.file, args: [conf], env: redisEnv(binary), cwd: folder };
    },
    ready: () => redisAnswers(port, secrets.redisPassword),
    stop: { signal: 'SIGTERM', graceMs: 5000 },
  };
}

export function redisUrl(port: number, secrets: Secrets): string {
  return `redis://:${secrets.redisPassword}@127.0.0.1:${port}/0`;
}

function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}

function redisConf(port: number, password: string, folder: string): string {
  return `# Written by ./parley at every start.
bind 127.0.0.1
port ${port}
protected-mode yes
requirepass ${password}
daemonize no
dir ${quoted(folder)}
pidfile ${quoted(join(folder, 'redis.pid'))}
logfile ""
always-show-logo no
# Nothing in here has to survive: routes, presence, caches and queues are rebuilt from the databases.
save ""
appendonly no
# Over the bound a write is refused, which the server expects; evicting keys would lose jobs without a word.
maxmemory 512mb
maxmemory-policy noeviction
# A gateway that stops reading its channel is cut off instead of filling the memory; it resubscribes and tells its devices to sync.
client-output-buffer-limit pubsub 64mb 32mb 30
tcp-keepalive 60
timeout 0
`;
}

/** Ends a server of an earlier run that outlived its supervisor. */
export async function endLeftoverRedis(dir: DataDir): Promise<boolean> {
  const folder = join(dir.root, 'redis');
  const pidFile = join(folder, 'redis.pid');
  if (!existsSync(pidFile)) return false;
  const pid = Number(readFileSync(pidFile, 'utf8'));
  const identity = Number.isInteger(pid) && pid > 0 ? identify(pid) : undefined;
  const ours = identity !== undefined && isOurRedis(pid, folder);
  if (ours) {
    signalProcess(identity, 'SIGTERM');
    for (let waited = 0; isAlive(identity); waited += 50) {
      if (waited > 5000) signalProcess(identity, 'SIGKILL');
      await sleep(50);
    }
  }
  rmSync(pidFile, { force: true });
  return ours;
}

/** Redis rewrites its title, but keeps its working folder, which nothing else has. */
function isOurRedis(pid: number, folder: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(folder);
  } catch {
    return false;
  }
}
