/** Does something again and again until it is stopped, never beside itself. What it does never rejects. */
export class Regularly {
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> | null = null;

  constructor(
    private readonly run: () => Promise<void>,
    private readonly everyMs: number,
  ) {}

  start(): void {
    this.timer = setInterval(() => {
      this.running ??= this.run().finally(() => {
        this.running = null;
      });
    }, this.everyMs);
  }

  /** False once it is to stop: what takes long ends early then. */
  get goesOn(): boolean {
    return this.timer !== null;
  }

  /** Resolves when nothing of it is under way. */
  async stop(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
    await this.running;
  }
}
