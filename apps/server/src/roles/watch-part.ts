import { metrics } from '../platform/metrics.js';

/** Less than what a reader of the metrics waits for: no answer is an answer, too. */
const ANSWERS_WITHIN_MS = 1_500;

/** Tells with the metrics whether a part answers, asked as `ask` does; ends with the returned call. */
export function watchPart(part: string, ask: () => Promise<unknown>): () => void {
  // A part that hangs is not asked again and again beside itself.
  const once = shared(ask);
  return metrics.reachable.supply({ part }, async () => {
    const late = new Promise<never>((_, reject) => setTimeout(reject, ANSWERS_WITHIN_MS, new Error('late')).unref());
    return Promise.race([once(), late]).then(
      () => 1,
      () => 0,
    );
  });
}

/** One at a time: who asks meanwhile gets the same answer. */
export function shared<T>(read: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | null = null;
  return () =>
    (running ??= read().finally(() => {
      running = null;
    }));
}
