type Options = {
  /** What another process changed counts here this much later. */
  freshMs: number;
  /** Those that are kept; the oldest go. */
  max: number;
};

/** What is known of many things by id, as of a moment ago; those not known are loaded together. */
export class Known<V> {
  private readonly kept = new Map<string, { value: V; at: number }>();
  /** Grows with each change made here: what was being read meanwhile may be of before, and is not kept. */
  private changes = 0;

  constructor(
    private readonly load: (ids: string[]) => Promise<ReadonlyMap<string, V>>,
    private readonly options: Options,
  ) {}

  /** What `load` doesn't find, or can't look up at the moment, is as it was known; without those that never were. */
  async of(ids: readonly string[]): Promise<Map<string, V>> {
    const now = performance.now();
    const found = new Map<string, V>();
    const wanted: string[] = [];
    for (const id of new Set(ids)) {
      const kept = this.kept.get(id);
      if (kept !== undefined) found.set(id, kept.value);
      if (kept === undefined || now - kept.at >= this.options.freshMs) wanted.push(id);
    }
    if (wanted.length === 0) return found;
    const { changes } = this;
    const loaded = await this.load(wanted).catch(() => null);
    if (loaded === null) return found;
    if (changes === this.changes) this.keep(loaded, now);
    for (const [id, value] of loaded) found.set(id, value);
    return found;
  }

  /** It was just changed here. */
  forget(id: string): void {
    this.changes += 1;
    this.kept.delete(id);
  }

  private keep(loaded: ReadonlyMap<string, V>, at: number): void {
    for (const [id, value] of loaded) {
      this.kept.delete(id);
      this.kept.set(id, { value, at });
    }
    for (const id of this.kept.keys()) {
      if (this.kept.size <= this.options.max) return;
      this.kept.delete(id);
    }
  }
}
