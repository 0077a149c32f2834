import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import type { TestProject } from 'vitest/node';
import { servePeople } from '../support/people-maker.js';
import { freePort } from '../support/server.js';
import { ensureOrganisation } from './organisation.js';
import { startTalk } from './talk.js';

export type Stack = {
  readonly url: string;
  /** Empty when the organisation exists already. */
  readonly setupUrl: string;
  /** For `./parley user add` on this install. */
  readonly env: Record<string, string>;
  /** Where people are added without that command; empty where it is to be used. */
  readonly peopleUrl: string;
};

declare module 'vitest' {
  interface ProvidedContext {
    stack: Stack;
  }
}

export const checkout = path.join(import.meta.dirname, '..', '..');
let stop = (): Promise<void> => Promise.resolve();

/** An install of this checkout that somebody has to stop. */
export type OwnStack = { readonly stack: Stack; readonly stop: () => Promise<void> };

/**
 * One real install for all files, with its organisation: the one that PARLEY_E2E_URL names, else a fresh one of this
 * checkout. Files that change what is the same for everybody on it start one of their own.
 */
export async function setup(project: TestProject): Promise<void> {
  const given = process.env['PARLEY_E2E_URL'];
  if (given !== undefined && given !== '') {
    const there = { url: given, setupUrl: process.env['PARLEY_E2E_SETUP_URL'] ?? '', env: {}, peopleUrl: '' };
    await ensureOrganisation(there);
    project.provide('stack', there);
    return;
  }
  const own = await startStack();
  stop = own.stop;
  await ensureOrganisation(own.stack);
  const people = await servePeople(own.stack.env['PARLEY_DATA_DIR'] ?? '');
  const endTalk = await startTalk(checkout, own.stack.env);
  stop = async () => {
    const talked = endTalk();
    await Promise.allSettled([talked, people.close()]);
    await own.stop();
    await talked;
  };
  project.provide('stack', { ...own.stack, peopleUrl: people.url });
}

export const teardown = (): Promise<void> => stop();

export async function startStack(options: string[] = [], more: Record<string, string> = {}): Promise<OwnStack> {
  const env = { ...more, PARLEY_DATA_DIR: newDataDir(), PARLEY_PORT: String(await freePort()) };
  const stop = async (): Promise<void> => {
    await parley(['down'], env);
    rmSync(env.PARLEY_DATA_DIR, { recursive: true, force: true });
  };
  const said = await parley(['up', '--detach', ...options], env);
  const setupUrl = /http\S+\/setup#\S+/.exec(said)?.[0] ?? '';
  return { stack: { url: `http://127.0.0.1:${env.PARLEY_PORT}`, setupUrl, env, peopleUrl: '' }, stop };
}

export function newDataDir(): string {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'parley-e2e-'));
  // Started as root, Postgres runs as somebody else and has to get in.
  chmodSync(dataDir, 0o755);
  return dataDir;
}

/** Runs ./parley and answers with all that it said; throws when it failed. */
export async function parley(args: string[], env: Record<string, string>, input = ''): Promise<string> {
  const child = spawn('./parley', args, { cwd: checkout, env: { ...process.env, ...env } });
  child.stdin.end(input);
  const [out, err, status] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    }),
  ]);
  const said = `${out}\n${err}`;
  if (status !== 0) throw new Error(`./parley ${args.join(' ')} failed:\n${said.slice(-4000)}`);
  return said;
}
