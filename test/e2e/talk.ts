import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** As many as a company of some thousand people says at its busiest. */
const MESSAGES_PER_SECOND = 200;
const PEOPLE = 1_000;
/** Longer than all files take; whoever starts it ends it. */
const SECONDS = 7_200;
const END_MS = 10_000;

/** Others talk on the install all the while, as on any that is in use; nobody of the tests is among them. Resolves when they do. */
export async function startTalk(checkout: string, env: Record<string, string>): Promise<() => Promise<void>> {
  const options = ['--rate', `${MESSAGES_PER_SECOND}`, '--users', `${PEOPLE}`, '--seconds', `${SECONDS}`];
  const child = spawn('./parley', ['bench', 'mixed', '--running', ...options], {
    cwd: checkout,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(child, 'close');
  const said: string[] = [];
  const lines = createInterface(child.stderr);
  const talking = new Promise<void>((resolve) => {
    lines.on('line', (line) => {
      said.push(line);
      if (line.includes('measuring')) resolve();
    });
  });
  const early = (): Error => new Error(`nobody talks on the install any more:\n${said.slice(-20).join('\n')}`);
  await Promise.race([
    talking,
    ended.then(() => {
      throw early();
    }),
  ]);
  return async () => {
    if (child.exitCode !== null) throw early();
    child.kill('SIGINT');
    const patience = setTimeout(() => child.kill('SIGKILL'), END_MS);
    await ended;
    clearTimeout(patience);
  };
}
