import { rmSync } from 'node:fs';
import type { TestProject } from 'vitest/node';
import { newDataDir, parley } from '../e2e/stack.js';
import { freePort } from '../support/server.js';
import { enliven, type Login } from './life.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** Who the pictures are taken as: of Chinese pages the first, of English ones the second. */
    logins: readonly [Login, Login];
  }
}

let stop = (): Promise<void> => Promise.resolve();

/** A throw-away install with the demo organisation, in which its two people have done a little more than talk. */
export async function setup(project: TestProject): Promise<void> {
  const env = { PARLEY_DATA_DIR: newDataDir(), PARLEY_PORT: String(await freePort()) };
  stop = async () => {
    await parley(['down'], env);
    rmSync(env.PARLEY_DATA_DIR, { recursive: true, force: true });
  };
  const welcome = await parley(['up', '--detach', '--demo'], env);
  const [first, second] = [...welcome.matchAll(/^ {2}(\S+) +password (\S+)$/gm)].map(
    ([, login = '', password = '']): Login => ({ login, password }),
  );
  if (first === undefined || second === undefined) throw new Error(`no logins to try in: ${welcome}`);
  const url = `http://127.0.0.1:${env.PARLEY_PORT}`;
  const leave = await enliven(url, [first, second]);
  const down = stop;
  stop = async () => {
    await leave();
    await down();
  };
  project.provide('stack', { url, setupUrl: '', env, peopleUrl: '' });
  project.provide('logins', [first, second]);
}

export const teardown = (): Promise<void> => stop();
