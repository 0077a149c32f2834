import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

import { Failure } from './bootstrap/failure.js';
import { checkout } from './bootstrap/run-tool.js';

const entry = join(checkout, 'apps/server/dist/cli/main.js');

const setupLink = z.object({ needed: z.boolean(), path: z.string().optional() });
const database = z.object({
  name: z.string(),
  ok: z.boolean(),
  error: z.string().optional(),
  version: z.string().optional(),
  migration: z.string().optional(),
  outbox: z.object({ rows: z.number(), oldestMs: z.number() }).optional(),
  clockSkewMs: z.number().optional(),
});
const queue = z.object({
  name: z.string(),
  waiting: z.number(),
  active: z.number(),
  failed: z.number(),
  oldestMs: z.number(),
});
const status = z.object({
  databases: z.array(database),
  redis: z.object({ ok: z.boolean(), version: z.string().optional(), error: z.string().optional() }),
  queues: z.array(queue),
  clockSkewMs: z.number(),
});
const seedDemo = z.object({ logins: z.array(z.object({ login: z.string(), password: z.string() })) });
/** A password only when the server made it up. */
const account = z.object({ login: z.string(), password: z.string().optional() });
const doctorSessions = z.object({
  conversationId: z.string(),
  users: z.array(
    z.object({ userId: z.string(), devices: z.array(z.object({ deviceId: z.string(), token: z.string() })) }),
  ),
});
const mintSessions = z.object({
  count: z.number(),
  sessions: z.array(
    z.object({
      userId: z.string(),
      deviceId: z.string(),
      token: z.string(),
      conversationId: z.string(),
      peerId: z.string(),
    }),
  ),
});

export type DoctorSessions = z.infer<typeof doctorSessions>;
export type MintedSessions = z.infer<typeof mintSessions>;
export type ServerStatus = z.infer<typeof status>;
export type Account = z.infer<typeof account>;

/** The operator commands of the server: a process each, JSON on stdout, secrets only on stdin. */
export class ServerCli {
  private readonly env: Record<string, string>;

  constructor(env: Record<string, string>) {
    this.env = env;
  }

  async migrate(): Promise<void> {
    await this.call(['migrate'], z.unknown());
  }

  setupLink(): Promise<z.infer<typeof setupLink>> {
    return this.call(['setup-link'], setupLink);
  }

  seedDemo(): Promise<z.infer<typeof seedDemo>> {
    return this.call(['seed-demo'], seedDemo);
  }

  /** The new password is the first line of our own standard input; with none, the server makes one up. */
  userAdd(user: { login: string; name: string; admin: boolean }): Promise<Account> {
    const args = ['user-add', user.login, '--name', user.name, ...(user.admin ? ['--admin'] : [])];
    return this.call(args, account, 'inherit');
  }

  resetPassword(login: string): Promise<Account> {
    return this.call(['user-reset-password', login], account, 'inherit');
  }

  async disable(login: string): Promise<void> {
    await this.call(['user-disable', login], z.unknown());
  }

  doctorSessions(): Promise<DoctorSessions> {
    return this.call(['doctor-sessions'], doctorSessions);
  }

  mintSessions(count: number): Promise<MintedSessions> {
    return this.call(['mint-sessions', '--count', String(count)], mintSessions);
  }

  status(): Promise<ServerStatus> {
    return this.call(['status'], status);
  }

  private async call<T>(args: string[], answer: z.ZodType<T>, input: 'ignore' | 'inherit' = 'ignore'): Promise<T> {
    if (!existsSync(entry)) throw new Failure('the server is not built');
    const child = spawn(process.execPath, [entry, ...args], { env: this.env, stdio: [input, 'pipe', 'pipe'] });
    const [out, err]: [string[], string[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk.toString('utf8')));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk.toString('utf8')));
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    const output = out.join('');
    if (code !== 0) throw explain(args[0] ?? '', lastLines(`${output}\n${err.join('')}`));
    const parsed = answer.safeParse(lastJson(output));
    if (!parsed.success) throw new Failure(`${args[0] ?? ''} gave an answer that is not understood`, lastLines(output));
    return parsed.data;
  }
}

/** What is foreseen is one line, and says it all. */
function explain(command: string, lines: readonly string[]): Failure {
  const [only, ...more] = lines;
  return only !== undefined && more.length === 0 ? new Failure(only) : new Failure(`${command} failed`, lines);
}

function lastLines(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-20);
}

/** The answer is the whole output, or its last line after log lines. */
function lastJson(output: string): unknown {
  for (const candidate of [output, output.trim().split('\n').at(-1) ?? '']) {
    try {
      return JSON.parse(candidate);
    } catch {
      // Then it is the other.
    }
  }
  return undefined;
}
