import { setTimeout as sleep } from 'node:timers/promises';
import type { Request } from '../args.js';
import { Failure } from '../bootstrap/failure.js';
import { dataDirAt, type DataDir, readJson } from '../data-dir.js';
import { readSettings } from '../settings.js';
import { wantsColour } from '../settings-env.js';
import { notRunning, runningState, type SupervisorState } from '../supervisor/state.js';
import { Exposition } from '../top/exposition.js';
import { pageOf, type Reading } from '../top/page.js';
import { render } from '../top/render.js';

const EVERY_MS = 1_000;
/** More than the processes themselves wait for a database that hangs. */
const PATIENCE_MS = 3_000;

const ENTER = '\u001b[?1049h\u001b[?25l';
const LEAVE = '\u001b[?25h\u001b[?1049l';
const HOME = '\u001b[H';
const REST_OF_LINE = '\u001b[K';
const REST_OF_SCREEN = '\u001b[J';

/** A page of the running install, each second anew; without a terminal one page. */
export async function top({ once }: Extract<Request, { command: 'top' }>): Promise<number> {
  const dir = dataDirAt(readSettings().dataDir);
  const first = await read(dir);
  if (once || !process.stdout.isTTY) {
    await sleep(EVERY_MS);
    const second = await read(dir);
    const page = render(pageOf(first.reading, second.reading), {
      columns: process.stdout.isTTY ? process.stdout.columns : 80,
      color: false,
      title: titleOf(second.state),
    });
    process.stdout.write(`${page}\n`);
    return 0;
  }
  const asked = new AbortController();
  const restore = watchKeys(() => asked.abort());
  process.stdout.write(ENTER);
  try {
    await follow(dir, first.reading, asked.signal);
  } finally {
    process.stdout.write(LEAVE);
    restore();
  }
  return 0;
}

async function follow(dir: DataDir, first: Reading, end: AbortSignal): Promise<void> {
  let before = first;
  while (!end.aborted) {
    await sleep(EVERY_MS, undefined, { signal: end }).catch(() => undefined);
    if (end.aborted) return;
    const { reading, state } = await read(dir);
    const { columns, rows } = process.stdout;
    const page = render(pageOf(before, reading), {
      columns,
      color: wantsColour(process.stdout),
      title: `${titleOf(state)}  q: quit`,
    });
    const lines = page.split('\n').slice(0, Math.max(1, rows - 1));
    process.stdout.write(`${HOME}${lines.map((line) => `${line}${REST_OF_LINE}\n`).join('')}${REST_OF_SCREEN}`);
    before = reading;
  }
}

/** What the processes of the backend say now; each has a health port that the launcher remembers. */
async function read(dir: DataDir): Promise<{ reading: Reading; state: SupervisorState }> {
  const state = runningState(dir);
  if (state === undefined) throw new Failure(notRunning(dir));
  const ports = (readJson(dir.ports) ?? {}) as Record<string, number>;
  const processes = state.parts.flatMap(({ name }) => {
    const port = ports[`${name}.health`];
    return port === undefined ? [] : [{ name, port }];
  });
  if (processes.length === 0) throw new Failure('no process of the backend runs here, only the databases');
  const said = await Promise.all(processes.map(async ({ name, port }) => [name, await askFor(port)] as const));
  return { reading: { at: performance.now(), processes: new Map(said) }, state };
}

async function askFor(port: number): Promise<Exposition | null> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/metrics`, { signal: AbortSignal.timeout(PATIENCE_MS) });
    return answer.ok ? new Exposition(await answer.text()) : null;
  } catch {
    return null;
  }
}

function titleOf({ phase, url }: SupervisorState): string {
  return `Parley is ${phase}: ${url}  ${new Date().toTimeString().slice(0, 8)}`;
}

/** q or Ctrl-C; gives back what undoes it. */
function watchKeys(quit: () => void): () => void {
  const { stdin } = process;
  const onKey = (key: Buffer): void => {
    if (['q', 'Q', '\u0003'].includes(key.toString())) quit();
  };
  const isTerminal = stdin.isTTY;
  if (isTerminal) stdin.setRawMode(true);
  stdin.on('data', onKey);
  stdin.resume();
  process.once('SIGINT', quit);
  process.once('SIGTERM', quit);
  return () => {
    stdin.off('data', onKey);
    stdin.pause();
    if (isTerminal) stdin.setRawMode(false);
  };
}
