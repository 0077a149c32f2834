import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What a load generator tells the bench: the phases it goes through, in order, and its result. */
export type Told<R> =
  | { type: 'phase'; phase: string }
  | { type: 'result'; result: R }
  | { type: 'failed'; text: string };

export interface GeneratorRun<R> {
  pid: number;
  /** Resolves when the generator has come to that phase. */
  reached: (phase: string) => Promise<void>;
  result: Promise<R>;
  /** Lets a generator go on that waits for it. */
  goOn: () => void;
  stop: () => Promise<void>;
}

/** Starts a load generator as a process of its own, so that its CPU is not taken for anybody else's. */
export function startGenerator<R>(module: string, plan: object): GeneratorRun<R> {
  const child = fork(fileURLToPath(new URL(module, import.meta.url)), [], {
    execArgv: ['--max-semi-space-size=32'],
    stdio: ['ignore', 2, 2, 'ipc'],
    serialization: 'advanced',
  });
  const phases = new Map<string, PromiseWithResolvers<void>>();
  const phase = (name: string): PromiseWithResolvers<void> => {
    const known = phases.get(name) ?? Promise.withResolvers<void>();
    phases.set(name, known);
    // A phase that nobody waits for must not end the process when the generator fails.
    known.promise.catch(() => undefined);
    return known;
  };
  const done = Promise.withResolvers<R>();
  const fail = (error: Error): void => {
    done.reject(error);
    for (const waiting of phases.values()) waiting.reject(error);
  };
  done.promise.catch(() => undefined);
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.once('error', fail);
  child.once('exit', (code, signal) => fail(new Error(`the load generator ended (${code ?? signal ?? '?'})`)));
  child.on('message', (told: Told<R>) => {
    if (told.type === 'phase') phase(told.phase).resolve();
    else if (told.type === 'result') done.resolve(told.result);
    else fail(new Error(`the load generator failed: ${told.text}`));
  });
  child.send(plan);
  return {
    pid: child.pid ?? 0,
    reached: (name) => phase(name).promise,
    result: done.promise,
    goOn: () => void child.send('go on'),
    stop: async () => {
      child.kill('SIGKILL');
      await gone;
    },
  };
}

export interface Bench {
  /** Tells that a phase is reached. */
  phase: (name: string) => void;
  /** Resolves when the bench has seen what it wanted to see of it. */
  goAhead: () => Promise<void>;
}

/** The other end: runs the work with the plan that comes first; ends with the bench that started it. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- says what the bench sends to this child
export function serveGenerator<P, R>(work: (plan: P, bench: Bench) => Promise<R>): void {
  const tell = (told: Told<R>): void => void process.send?.(told);
  process.once('disconnect', () => process.exit(1));
  process.once('message', (plan) => {
    const told = Promise.withResolvers<void>();
    process.once('message', () => told.resolve());
    const bench = { phase: (name: string) => tell({ type: 'phase', phase: name }), goAhead: () => told.promise };
    work(plan as P, bench).then(
      (result) => tell({ type: 'result', result }),
      (error: unknown) =>
        tell({ type: 'failed', text: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
  });
}
