import { readFileSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const OPEN_MS = 5_000;
const ROUNDS = 3;
const PAUSE_MS = 1_000;

interface Answer {
  id?: number;
}

/**
 * Makes a Node process collect its garbage, through the inspector that SIGUSR1 opens; false when it does not open. Only
 * for a process of our own: until it is closed again, whoever is on this machine could use it too.
 */
export async function collectGarbage(pid: number, logFile: string): Promise<boolean> {
  const from = statSync(logFile).size;
  process.kill(pid, 'SIGUSR1');
  const url = await inspectorUrl(logFile, from);
  if (url === undefined) return false;
  const inspector = await openInspector(url);
  await inspector.call('HeapProfiler.enable');
  // What the first round sets free holds more that the next one finds.
  for (let round = 0; round < ROUNDS; round += 1) {
    await inspector.call('HeapProfiler.collectGarbage');
    await sleep(PAUSE_MS);
  }
  const expression = "setTimeout(() => process.getBuiltinModule('node:inspector').close(), 50)";
  await inspector.call('Runtime.evaluate', { expression });
  inspector.close();
  await sleep(PAUSE_MS);
  return true;
}

/** Node tells on stderr, which the supervisor keeps. */
async function inspectorUrl(logFile: string, from: number): Promise<string | undefined> {
  for (const began = Date.now(); Date.now() - began < OPEN_MS; await sleep(50)) {
    const told = readFileSync(logFile).subarray(from).toString('utf8');
    const match = /Debugger listening on (ws:\/\/\S+)/.exec(told);
    if (match !== null) return match[1];
  }
  return undefined;
}

interface Inspector {
  call: (method: string, params?: object) => Promise<void>;
  close: () => void;
}

async function openInspector(url: string): Promise<Inspector> {
  const socket = new WebSocket(url);
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve());
    socket.addEventListener('error', () => reject(new Error(`the inspector at ${url} does not answer`)));
  });
  const waiting = new Map<number, () => void>();
  socket.addEventListener('message', ({ data }) => {
    const { id } = JSON.parse(String(data)) as Answer;
    if (id !== undefined) waiting.get(id)?.();
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
