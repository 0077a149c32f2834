const FAILURES = 5;
const FIRST_MS = 30_000;
const LONGEST_MS = 10 * 60_000;
/** A try is over by then, however it went; until then the others wait for how it goes. */
const TRY_MS = 10_000;
const HOSTS = 1_000;

type State = { failures: number; openUntil: number; openMs: number; trying: boolean };

/** Leaves a push service alone that fails again and again: half a minute at first, longer each time, one try in between. */
export class HostBreaker {
  private readonly hosts = new Map<string, State>();

  /** How long it is left alone from now on; 0: whoever asks may send, and is the one try when it was left alone until now. */
  waitMs(host: string, now: number): number {
    const state = this.hosts.get(host);
    if (state === undefined || state.failures < FAILURES) return 0;
    if (state.openUntil > now) return state.openUntil - now;
    state.trying = true;
    state.openUntil = now + TRY_MS;
    return 0;
  }

  succeeded(host: string): void {
    this.hosts.delete(host);
  }

  failed(host: string, now: number): void {
    const state = this.hosts.get(host) ?? { failures: 0, openUntil: 0, openMs: FIRST_MS, trying: false };
    state.failures += 1;
    if (state.failures >= FAILURES && (state.trying || state.openUntil <= now)) {
      state.trying = false;
      state.openUntil = now + state.openMs;
      state.openMs = Math.min(state.openMs * 2, LONGEST_MS);
    }
    if (this.hosts.size >= HOSTS) this.hosts.clear();
    this.hosts.set(host, state);
  }
}
