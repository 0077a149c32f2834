import type { Config } from './config.js';
import type { Logger } from './logger.js';
import type { TraceId } from './trace.js';

/** A span as others refer to it, on the wire between our processes too: `00-trace-span-01`, as a `traceparent` header has it. */
export type SpanRef = string;
type Attributes = Readonly<Record<string, string | number>>;

export type OpenSpan = {
  readonly ref: SpanRef;
  /** With the code of what went wrong, if something did. */
  end: (failed?: string) => void;
};

export type Spans = {
  /** The first of a trace; null: this trace is not sampled. */
  root: (name: string, trace: TraceId, attributes?: Attributes) => OpenSpan | null;
  /** Below the first of these and linked to the others, as a batch belongs to many; null: none of them is sampled. */
  below: (refs: readonly SpanRef[], name: string, attributes?: Attributes) => OpenSpan | null;
  stop: () => Promise<void>;
};

/** Off: nothing is loaded, made or sent. */
const OFF: Spans = { root: () => null, below: () => null, stop: () => Promise.resolve() };

let running = OFF;

/** What the work of this process is told with, wherever it is done: as the metrics, one for the whole process. */
export const spans: Spans = {
  root: (name, trace, attributes) => running.root(name, trace, attributes),
  below: (refs, name, attributes) => (refs.length === 0 ? null : running.below(refs, name, attributes)),
  stop: async () => {
    const { stop } = running;
    running = OFF;
    await stop();
  },
};

export async function startSpans(config: Config, logger: Logger): Promise<void> {
  if (config.spans.url === null) return;
  const { openSpans } = await import('./otel-spans.js');
  running = openSpans({ ...config.spans, url: config.spans.url, roles: config.roles }, logger);
}
