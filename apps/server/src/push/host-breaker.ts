const FAILURES = 5;
const FIRST_MS = 30_000;
const LONGEST_MS = 10 * 60_000;
const HOSTS = 1_000;

type State = { failures: number; openUntil: number; openMs: number };

/** Leaves a push service alone that fails again and again: half a minute at first, longer each time, one try in between. */
export class HostBreaker {
  private readonly hosts = new Map<string, State>();

  /** How long it is left alone from now on; 0: not at all. */
  waitMs(host: string, now: number): number {
    return Math.max(0, (this.hosts.get(host)?.openUntil ?? 0) - now);
  }

  succeeded(host: string): void {
    this.hosts.delete(host);
  }

  failed(host: string, now: number): void {
    const state = this.hosts.get(host) ?? { failures: 0, openUntil: 0, openMs: FIRST_MS };
    state.failures += 1;
    if (state.failures >= FAILURES && state.openUntil <= now) {
      state.openUntil = now + state.openMs;
      state.openMs = Math.min(state.openMs * 2, LONGEST_MS);
    }
    if (this.hosts.size >= HOSTS) this.hosts.clear();
    this.hosts.set(host, state);
  }
}
