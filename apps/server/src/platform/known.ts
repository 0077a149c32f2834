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

  /** Without those that `load` doesn't find. While it fails what was known counts, and the rest is missing. */
  async of(ids: readonly string[]): Promise<Map<string, V>> {
    const now = performance.now();
    const isFresh = (id: string): boolean => now - (this.kept.get(id)?.at ?? -Infinity) < this.options.freshMs;
    const wanted = [...new Set(ids)].filter((id) => !isFresh(id));
    const { changes } = this;
    const loaded = wanted.length === 0 ? null : await this.load(wanted).catch(() => null);
    if (loaded !== null && changes === this.changes) this.keep(wanted, loaded, now);
    const found = new Map<string, V>();
    for (const id of ids) {
      const value = loaded?.get(id);
      const kept = value ?? this.kept.get(id)?.value;
      if (kept !== undefined) found.set(id, kept);
    }
    return found;
  }

  /** It was just changed here. */
  forget(id: string): void {
    this.changes += 1;
    this.kept.delete(id);
  }

  private keep(wanted: readonly string[], loaded: ReadonlyMap<string, V>, at: number): void {
    for (const id of wanted) {
      this.kept.delete(id);
      const value = loaded.get(id);
      if (value !== undefined) this.kept.set(id, { value, at });
    }
    for (const id of this.kept.keys()) {
      if (this.kept.size <= this.options.max) return;
      this.kept.delete(id);
    }
  }
}
