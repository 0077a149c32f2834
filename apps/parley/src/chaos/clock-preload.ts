/**
 * Loaded by ./parley chaos before a process of the server (`node --import`): from then on the wall clock of that process, and of
 * nothing else on the machine, is off by what a file says. Timers go on as before, as they do where a real clock is set.
 */
import { readFileSync } from 'node:fs';

const EVERY_MS = 100;

const file = new URL(import.meta.url).searchParams.get('file') ?? '';
const machineNow = Date.now.bind(Date);
let offMs = read();
setInterval(() => (offMs = read()), EVERY_MS).unref();

const now = (): number => machineNow() + offMs;

globalThis.Date = new Proxy(Date, {
  construct: (target, args: unknown[], as) => Reflect.construct(target, args.length === 0 ? [now()] : args, as) as Date,
  apply: () => new Date(now()).toString(),
  get: (target, name) => (name === 'now' ? now : (Reflect.get(target, name) as unknown)),
});

function read(): number {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return 0;
  }
}
