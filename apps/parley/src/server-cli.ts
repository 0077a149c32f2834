import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type {
  AgeAnswer,
  DoctorSessionsAnswer,
  MintedSession,
  PolicyAnswer,
  SeedDemoAnswer,
  SetupLinkAnswer,
  StatusAnswer,
  UserAddAnswer,
  UserEnableAnswer,
  UserResetPasswordAnswer,
} from '@parley/server/cli';

import type { PasswordSource } from './args.js';
import { Failure } from './bootstrap/failure.js';
import { checkout, endOn } from './bootstrap/run-tool.js';

const entry = join(checkout, 'apps/server/dist/cli/main.js');

/** The operator commands of the server: a process each, JSON on stdout, secrets only on stdin. */
export class ServerCli {
  private readonly env: Record<string, string>;
  private readonly signal: AbortSignal | undefined;

  /** With a signal that ends a command early: each goes on where it was cut short when it is called again. */
  constructor(env: Record<string, string>, signal?: AbortSignal) {
    this.env = env;
    this.signal = signal;
  }

  async migrate(): Promise<void> {
    await this.call(['migrate']);
  }

  setupLink(): Promise<SetupLinkAnswer> {
    return this.call(['setup-link']);
  }

  seedDemo(): Promise<SeedDemoAnswer> {
    return this.call(['seed-demo']);
  }

  userAdd(user: { login: string; name: string; admin: boolean }, password: PasswordSource): Promise<UserAddAnswer> {
    const args = ['user-add', user.login, '--name', user.name, ...(user.admin ? ['--admin'] : [])];
    return this.callWithPassword(args, password);
  }

  resetPassword(login: string, password: PasswordSource): Promise<UserResetPasswordAnswer> {
    return this.callWithPassword(['user-reset-password', login], password);
  }

  async disable(login: string): Promise<void> {
    await this.call(['user-disable', login]);
  }

  enable(login: string): Promise<UserEnableAnswer> {
    return this.call(['user-enable', login]);
  }

  policy(change: readonly string[]): Promise<PolicyAnswer> {
    return this.call(['policy', ...change]);
  }

  doctorSessions(): Promise<DoctorSessionsAnswer> {
    return this.call(['doctor-sessions']);
  }

  /** Through a file that only we can read: tens of thousands of tokens are no line for a pipe. */
  async mintSessions(count: number, groups: 'with groups' | 'no groups' = 'no groups'): Promise<MintedSession[]> {
    const folder = mkdtempSync(join(tmpdir(), 'parley-mint-'));
    try {
      const file = join(folder, 'sessions');
      const args = groups === 'with groups' ? ['--groups'] : [];
      await this.call(['mint-sessions', '--count', String(count), '--out', file, ...args]);
      const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
      return lines.map((line) => JSON.parse(line) as MintedSession);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** What the first so many of the minted people have said in the past; for an install that is thrown away. */
  age(count: number, messages: number): Promise<AgeAnswer> {
    return this.call(['age', '--count', String(count), '--messages', String(messages)]);
  }

  status(): Promise<StatusAnswer> {
    return this.call(['status']);
  }

  /** Standard input is touched only when a password is to come from there: a script's loop may be reading it. */
  private callWithPassword<T extends object>(args: string[], password: PasswordSource): Promise<T> {
    return password === 'stdin' ? this.call([...args, '--password-stdin'], 'inherit') : this.call(args);
  }

  /** The answer is not checked again: it comes from the same build. */
  private async call<T extends object>(args: string[], input: 'ignore' | 'inherit' = 'ignore'): Promise<T> {
    if (!existsSync(entry)) throw new Failure('the server is not built');
    const child = spawn(process.execPath, [entry, ...args], { env: this.env, stdio: [input, 'pipe', 'pipe'] });
    endOn(this.signal, child);
    const [out, err]: [string[], string[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk.toString('utf8')));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk.toString('utf8')));
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    const output = out.join('');
    if (code !== 0) throw explain(args[0] ?? '', lastLines(`${output}\n${err.join('')}`));
    try {
      return JSON.parse(output) as T;
    } catch {
      throw new Failure(`${args[0] ?? ''} gave an answer that is not understood`, lastLines(output));
    }
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
