import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { childEnv } from '../settings-env.ts';
import { Failure } from './failure.ts';

/** The checkout: the folder that holds `parley`. The same from src/bootstrap and from dist/bootstrap. */
export const checkout = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', '..');
export const toolsDir = join(checkout, '.tools');

/** The flags under which this Node runs our .ts files; harmless where it needs none. */
export const typeScriptFlags = ['--experimental-strip-types', '--disable-warning=ExperimentalWarning'];

export interface Tool {
  /** What the operator calls it, in the failure's message. */
  name: string;
  command: string;
  args: readonly string[];
  cwd?: string;
  env?: Record<string, string | undefined>;
  /** Leave the PATH as the machine has it, instead of putting the Node that runs us first. */
  keepPath?: boolean;
  /** Ends it early. */
  signal?: AbortSignal | undefined;
}

const HEAD_LINES = 15;
const MOST_LINES = 45;

/** Runs a build tool to its end, its output kept in .tools/logs; a failure shows the end of it. */
export async function runTool(tool: Tool): Promise<void> {
  const logs = join(toolsDir, 'logs');
  mkdirSync(logs, { recursive: true });
  const logPath = join(logs, `${tool.name.replaceAll(/[^a-z0-9]+/gi, '-')}.log`);
  const log = createWriteStream(logPath);
  const lines: string[] = [];
  const keep = (chunk: Buffer): void => {
    log.write(chunk);
    lines.push(
      ...chunk
        .toString('utf8')
        .split('\n')
        .filter((line) => line.trim() !== ''),
    );
    // The first lines stay: some tools name the fault there and end with their usage.
    if (lines.length > MOST_LINES) lines.splice(HEAD_LINES, lines.length - MOST_LINES);
  };
  const machinePath = childEnv()['PATH'] ?? '/usr/bin:/bin';
  const path = tool.keepPath === true ? machinePath : `${dirname(process.execPath)}:${machinePath}`;
  const child = spawn(tool.command, tool.args, {
    cwd: tool.cwd ?? checkout,
    env: childEnv({ PATH: path, ...tool.env }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  endOn(tool.signal, child);
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const code = await new Promise<number | string>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status, signal) => resolve(status ?? signal ?? 'unknown'));
  }).finally(() => log.end());
  if (code !== 0) {
    throw new Failure(`${tool.name} failed (${code}). The whole output: ${logPath}`, lines);
  }
}

/** Asks the process to end when the signal comes. Its end is still waited for, unlike with the signal of `spawn`. */
export function endOn(signal: AbortSignal | undefined, child: ChildProcess): void {
  const end = (): void => void child.kill();
  if (signal?.aborted === true) end();
  signal?.addEventListener('abort', end, { once: true });
  child.once('close', () => signal?.removeEventListener('abort', end));
}
