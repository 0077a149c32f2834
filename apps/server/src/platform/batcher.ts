import { ParleyError } from '@parley/contract';

const RETRY_MS = 1_000;

export type BatcherOptions = {
  waitMs: number;
  /** Calls in one batch. */
  max: number;
  /** Calls without an answer, waiting or under way; beyond, BUSY, and nothing is asked. */
  bound: number;
};

/** Gathers calls for a moment and makes one call of them: many devices, one question to logic. */
export class Batcher<In, Out> {
  private waiting: { input: In; resolve: (out: Out) => void; reject: (error: unknown) => void }[] = [];
  private timer: NodeJS.Timeout | null = null;
  private unanswered = 0;

  constructor(
    private readonly run: (inputs: In[]) => Promise<Out[]>,
    private readonly options: BatcherOptions,
  ) {}

  async add(input: In): Promise<Out> {
    if (this.unanswered >= this.options.bound) throw new ParleyError('BUSY', { retryAfterMs: RETRY_MS });
    this.unanswered += 1;
    try {
      return await this.gather(input);
    } finally {
      this.unanswered -= 1;
    }
  }

  private gather(input: In): Promise<Out> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ input, resolve, reject });
      if (this.waiting.length >= this.options.max) this.flush();
      else this.timer ??= setTimeout(() => this.flush(), this.options.waitMs);
    });
  }

  private flush(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    const batch = this.waiting;
    this.waiting = [];
    this.run(batch.map(({ input }) => input)).then(
      (outs) =>
        batch.forEach(({ resolve, reject }, index) => {
          if (index < outs.length) resolve(outs[index] as Out);
          else reject(new Error('the batch was answered short'));
        }),
      (error: unknown) => batch.forEach(({ reject }) => reject(error)),
    );
  }
}
