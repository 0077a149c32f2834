import { messageOf } from '../bootstrap/failure.js';

/** One thing that the doctor looks at. `run` says what it saw, or throws what is wrong. */
export interface Check {
  name: string;
  run: () => Promise<string>;
  /** What to do when it fails. */
  advice: string;
}

/** What would have answered does not: nothing is known of what was to be checked. */
export class NotAsked extends Error {
  constructor(why: string) {
    super(`not asked: ${why}`);
  }
}

export interface CheckResult {
  name: string;
  ok: boolean;
  /** false: nobody could be asked, so it is neither well nor ill. */
  asked: boolean;
  ms: number;
  detail: string;
  advice?: string;
}

const MEND_FIRST = 'mend what fails above, then run ./parley doctor again';

/** Runs one check; a failure is a result too. */
export async function runCheck({ name, run, advice }: Check): Promise<CheckResult> {
  const began = performance.now();
  const elapsed = (): number => Math.round((performance.now() - began) * 10) / 10;
  try {
    const detail = await run();
    return { name, ok: true, asked: true, ms: elapsed(), detail };
  } catch (error) {
    const asked = !(error instanceof NotAsked);
    return { name, ok: false, asked, ms: elapsed(), detail: messageOf(error), advice: asked ? advice : MEND_FIRST };
  }
}

/** Rejects when the work takes longer. */
export async function within<T>(ms: number, what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: nothing within ${ms / 1000} s`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
