/**
 * Where `./parley` arrives. Runs straight from src/ before anything is installed or built, so this file and what it
 * imports use nothing but node:* and TypeScript that Node can strip; everything else is behind the import of dist/.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { parseCommandLine, type Request } from './args.ts';
import { buildChanged } from './bootstrap/build.ts';
import { Failure, printFailure } from './bootstrap/failure.ts';
import { hydratePostgres, installDependencies } from './bootstrap/install.ts';
import { waitForLock } from './bootstrap/lock.ts';
import { createReporter, type Reporter } from './bootstrap/progress.ts';
import { checkout, toolsDir } from './bootstrap/run-tool.ts';
import { skipsBuild } from './settings-env.ts';
import { usage } from './usage.ts';

/** What dist/main.js exports; written here because the build that would tell may not have happened yet. */
interface Main {
  main: (request: Request) => Promise<number>;
}

/** These make the checkout ready first; the others look at an install that is there, and must be quick. */
const PREPARING: ReadonlySet<Request['command']> = new Set(['up', 'stack up', 'test', 'bench', 'chaos']);

async function run(argv: readonly string[]): Promise<number> {
  const request = parseCommandLine(argv);
  if (request.command === 'help') {
    process.stdout.write(usage);
    return 0;
  }
  if (PREPARING.has(request.command)) {
    if (skipsBuild()) hydratePostgres();
    else await prepare(createReporter(process.stderr));
  }
  const entry = join(checkout, 'apps/parley/dist/main.js');
  if (!existsSync(entry)) {
    process.stderr.write('parley: nothing is built here yet, so nothing is running. Start with: ./parley up\n');
    return request.command === 'down' || request.command === 'stack down' ? 0 : 1;
  }
  const { main } = (await import(entry)) as Main;
  return main(request);
}

async function prepare(reporter: Reporter): Promise<void> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Failure(`Parley runs on Linux on x86-64; this is ${process.platform} on ${process.arch}`);
  }
  mkdirSync(toolsDir, { recursive: true });
  const lock = await waitForLock(join(toolsDir, 'build.lock'), (holder) =>
    reporter.line(`another ./parley is building here (pid ${holder.pid}); waiting for it`),
  );
  try {
    await installDependencies(reporter);
    await buildChanged(reporter);
  } finally {
    lock.release();
  }
}

for (const stream of [process.stdout, process.stderr]) {
  // Whoever read (`| head`) has gone: what is left to say is dropped, what is being done goes on.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  // By name: thrown in dist/, it is not the class that src/ knows.
  const misused = error instanceof Error && error.name === 'UsageError';
  if (misused) process.stderr.write(`parley: ${error.message}\n\n${usage}`);
  else printFailure(error);
  process.exitCode = misused ? 2 : 1;
}
