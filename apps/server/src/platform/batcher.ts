/** Gathers calls for a moment and makes one call of them: many devices, one question to logic. */
export class Batcher<In, Out> {
  private waiting: { input: In; resolve: (out: Out) => void; reject: (error: unknown) => void }[] = [];
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly run: (inputs: In[]) => Promise<Out[]>,
    private readonly options: { waitMs: number; max: number },
  ) {}

  add(input: In): Promise<Out> {
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
