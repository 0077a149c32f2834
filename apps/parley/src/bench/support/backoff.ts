const BASE_MS = 500;
const MOST_MS = 15_000;

/** As the SDK waits: anywhere up to a bound that doubles, so that devices that lost the same server don't come in step. */
export function backoff(failures: number): number {
  return Math.random() * Math.min(MOST_MS, BASE_MS * 2 ** failures);
}
