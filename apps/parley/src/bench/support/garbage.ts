import { readFileSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import { z } from 'zod';

const OPEN_MS = 5_000;
const TRIES = 3;
const ROUNDS = 3;
const PAUSE_MS = 1_000;

interface Answer {
  id?: number;
  result?: unknown;
}

/** What a Node process says of its own memory, in bytes. */
const NodeMemory = z.object({ rss: z.number(), heapUsed: z.number(), external: z.number(), arrayBuffers: z.number() });
export type NodeMemory = z.infer<typeof NodeMemory>;

const Evaluated = z.object({ result: z.object({ value: z.string() }) });

/**
 * Makes a Node process collect its garbage, through the inspector that SIGUSR1 opens; undefined when it does not open. Only
 * for a process of our own: until it is closed again, whoever is on this machine could use it too.
 */
export async function collectGarbage(pid: number, logFile: string): Promise<NodeMemory | undefined> {
  const url = await openedInspector(pid, logFile);
  if (url === undefined) return undefined;
  const inspector = await openInspector(url);
  await inspector.call('HeapProfiler.enable');
  // What the first round sets free holds more that the next one finds.
  for (let round = 1; round < ROUNDS; round += 1) {
    await inspector.call('HeapProfiler.collectGarbage');
    await sleep(PAUSE_MS);
  }
  await inspector.call('HeapProfiler.collectGarbage');
  // At once: under load a second's garbage is tens of megabytes.
  const told = await inspector.call('Runtime.evaluate', { expression: 'JSON.stringify(process.memoryUsage())' });
  const expression = "setTimeout(() => process.getBuiltinModule('node:inspector').close(), 50)";
  await inspector.call('Runtime.evaluate', { expression });
  inspector.close();
  await sleep(PAUSE_MS);
  return NodeMemory.parse(JSON.parse(Evaluated.parse(told).result.value));
}

/** Asked again where nothing opens: a signal that comes while the last one is being dealt with is lost, and a long soak asks often. */
async function openedInspector(pid: number, logFile: string): Promise<string | undefined> {
  const from = statSync(logFile).size;
  for (let tries = 0; tries < TRIES; tries += 1) {
    process.kill(pid, 'SIGUSR1');
    const url = await inspectorUrl(logFile, from);
    if (url !== undefined) return url;
  }
  return undefined;
}

/** Node tells on stderr, which the supervisor keeps. */
async function inspectorUrl(logFile: string, from: number): Promise<string | undefined> {
  for (const began = Date.now(); Date.now() - began < OPEN_MS; await sleep(50)) {
    const log = readFileSync(logFile);
    // A log that is shorter than it was has been emptied in the meantime.
    const told = log.subarray(log.length < from ? 0 : from).toString('utf8');
    const match = /Debugger listening on (ws:\/\/\S+)/.exec(told);
    if (match !== null) return match[1];
  }
  return undefined;
}

interface Inspector {
  call: (method: string, params?: object) => Promise<unknown>;
  close: () => void;
}

async function openInspector(url: string): Promise<Inspector> {
  const socket = new WebSocket(url);
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve());
    socket.addEventListener('error', () => reject(new Error(`the inspector at ${url} does not answer`)));
  });
  const waiting = new Map<number, (result: unknown) => void>();
  socket.addEventListener('message', ({ data }) => {
    const { id, result } = JSON.parse(String(data)) as Answer;
    if (id === undefined) return;
    waiting.get(id)?.(result);
    waiting.delete(id);
  });
  let last = 0;
  return {
    call: (method, params = {}) =>
      new Promise((resolve) => {
        last += 1;
        waiting.set(last, resolve);
        socket.send(JSON.stringify({ id: last, method, params }));
      }),
    close: () => socket.close(),
  };
}
