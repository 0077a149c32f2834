import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Session } from './device.js';
import { cleanEnv } from './stack.js';

const run = promisify(execFile);
const entry = fileURLToPath(new URL('../../apps/server/dist/cli/main.js', import.meta.url));

/** An operator command of the server, with its settings; answers the JSON that it prints. */
export async function serverCli<T>(env: Record<string, string>, args: string[]): Promise<T> {
  const { stdout } = await run(process.execPath, [entry, ...args], {
    env: { ...cleanEnv(), ...env },
    maxBuffer: 1 << 26,
  });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as T;
}

/** Signed-in devices of new people, two and two in a direct conversation: 0 and 1, 2 and 3, … */
export async function mintSessions(env: Record<string, string>, count: number): Promise<Session[]> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-sessions-'));
  try {
    // By a file: many are more than a pipe holds, and the command ends when it has written.
    const out = join(folder, 'sessions');
    await serverCli(env, ['mint-sessions', '--count', String(count), '--out', out]);
    return (await readFile(out, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Session);
  } finally {
    await rm(folder, { recursive: true });
  }
}
