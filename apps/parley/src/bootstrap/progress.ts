import { wantsColour } from '../settings-env.ts';

/** Where steps are told to: a terminal, a pipe, or the process that waits for a detached supervisor. */
export interface Reporter {
  begin: (name: string) => void;
  /** What the running step is busy with. */
  note: (text: string) => void;
  end: (name: string, ms: number, ok: boolean) => void;
  /** A line that belongs to no step. */
  line: (text: string) => void;
}

/** A step's name; with `began` (of performance.now) for work that was under way before the step waits for it. */
export type StepName = string | { name: string; began: number };

export async function step<T>(reporter: Reporter, which: StepName, work: () => Promise<T>): Promise<T> {
  const { name, began } = typeof which === 'string' ? { name: which, began: performance.now() } : which;
  reporter.begin(name);
  try {
    const result = await work();
    reporter.end(name, performance.now() - began, true);
    return result;
  } catch (error) {
    reporter.end(name, performance.now() - began, false);
    throw error;
  }
}

export function formatDuration(ms: number): string {
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  const seconds = ms / 1000;
  if (seconds < 99.95) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
}

const NAME_WIDTH = 24;

export function createReporter(stream: NodeJS.WriteStream): Reporter {
  return stream.isTTY && wantsColour(stream) ? terminalReporter(stream) : plainReporter(stream);
}

function terminalReporter(stream: NodeJS.WriteStream): Reporter {
  const frames = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏';
  let timer: NodeJS.Timeout | undefined;
  let note = '';
  const clear = (): void => void stream.write('\r\u001B[2K');
  const stop = (): void => {
    if (timer === undefined) return;
    clearInterval(timer);
    timer = undefined;
    clear();
  };
  return {
    begin(name) {
      stop();
      note = '';
      const began = performance.now();
      const draw = (): void => {
        const elapsed = performance.now() - began;
        const frame = frames[Math.floor(elapsed / 100) % frames.length] ?? '';
        const text = `${frame} ${name.padEnd(NAME_WIDTH)} ${formatDuration(elapsed).padStart(8)}  ${note}`;
        stream.write(`\r\u001B[2K${text.slice(0, Math.max(20, stream.columns - 1))}`);
      };
      draw();
      timer = setInterval(draw, 100);
      timer.unref();
    },
    note(text) {
      note = text;
    },
    end(name, ms, ok) {
      stop();
      const mark = ok ? '\u001B[32m✓\u001B[0m' : '\u001B[31m✗\u001B[0m';
      stream.write(`${mark} ${name.padEnd(NAME_WIDTH)} ${formatDuration(ms).padStart(8)}\n`);
    },
    line(text) {
      if (timer !== undefined) clear();
      stream.write(`${text}\n`);
    },
  };
}

/** One line per step when it ends; a long one says at once that it has begun, so that a silent log is never a riddle. */
function plainReporter(stream: NodeJS.WriteStream): Reporter {
  let timer: NodeJS.Timeout | undefined;
  return {
    begin(name) {
      clearTimeout(timer);
      timer = setTimeout(() => stream.write(`  ... ${name}\n`), 3000);
      timer.unref();
    },
    note() {},
    end(name, ms, ok) {
      clearTimeout(timer);
      stream.write(`${ok ? '   ok' : 'FAILS'} ${name.padEnd(NAME_WIDTH)} ${formatDuration(ms).padStart(8)}\n`);
    },
    line(text) {
      stream.write(`${text}\n`);
    },
  };
}
