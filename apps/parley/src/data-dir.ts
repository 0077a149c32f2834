import { randomBytes } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

/** Where things lie in the data folder. The layout is described in docs/operations.md. */
export interface DataDir {
  root: string;
  logs: string;
  run: string;
  lock: string;
  state: string;
  ports: string;
  secrets: string;
}

export function dataDirAt(root: string): DataDir {
  const run = join(root, 'run');
  return {
    root,
    logs: join(root, 'logs'),
    run,
    lock: join(run, 'supervisor.lock'),
    state: join(run, 'state.json'),
    ports: join(root, 'ports.json'),
    secrets: join(root, 'secrets.json'),
  };
}

export function createDataDir(dir: DataDir): void {
  // As root, the databases run as another user, who must get through here; what is secret is 0600 or 0700 itself.
  const mode = process.getuid?.() === 0 ? 0o711 : 0o700;
  mkdirSync(dir.root, { recursive: true });
  chmodSync(dir.root, mode);
  mkdirSync(dir.logs, { recursive: true, mode: 0o700 });
  mkdirSync(dir.run, { recursive: true, mode: 0o700 });
}

const secretsSchema = z.object({
  /** Names this install in the environment of its processes, so that orphans are found after a crash. */
  installId: z.string(),
  postgresPassword: z.string(),
  adminPassword: z.string(),
  redisPassword: z.string(),
  rpcSecret: z.string(),
});
export type Secrets = z.infer<typeof secretsSchema>;

export function loadSecrets(dir: DataDir): Secrets {
  const existing = readJson(dir.secrets);
  if (existing !== undefined) return secretsSchema.parse(existing);
  const fresh: Secrets = {
    installId: randomBytes(8).toString('hex'),
    postgresPassword: secret(),
    adminPassword: secret(),
    redisPassword: secret(),
    rpcSecret: secret(),
  };
  const draft = `${dir.secrets}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(fresh, null, 2)}\n`, { mode: 0o600 });
  try {
    linkSync(draft, dir.secrets);
  } finally {
    rmSync(draft, { force: true });
  }
  return fresh;
}

function secret(): string {
  return randomBytes(24).toString('hex');
}

export function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** A reader sees the old content or the new, never half of it. */
export function writeJson(path: string, value: unknown): void {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, path);
}
