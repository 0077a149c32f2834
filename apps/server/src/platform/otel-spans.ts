import { randomBytes } from 'node:crypto';
import {
  diag,
  DiagLogLevel,
  type Link,
  ROOT_CONTEXT,
  SpanStatusCode,
  trace as api,
  TraceFlags,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { AlwaysOnSampler, BatchSpanProcessor, type SpanExporter, TracerProvider } from '@opentelemetry/sdk-trace';
import type { RoleName } from './config.js';
import type { Logger } from './logger.js';
import type { OpenSpan, SpanRef, Spans } from './spans.js';

export type SpanOptions = {
  url: string;
  headers: Readonly<Record<string, string>>;
  /** Share of the traces that are sampled. */
  ratio: number;
  service: string;
  roles: readonly RoleName[];
};

const SEND_EVERY_MS = 1_000;
/** A collector that is away is complained of once in a while, not with every batch. */
const COMPLAIN_EVERY_MS = 60_000;

/** Spans to an OpenTelemetry collector, by OTLP over HTTP. Loaded only where an address is set. */
export function openSpans(options: SpanOptions, logger: Logger): Spans {
  complainTo(logger);
  const exporter = new OTLPTraceExporter({ url: options.url, headers: { ...options.headers } });
  return spansTo(exporter, options);
}

export function spansTo(
  exporter: SpanExporter,
  { ratio, service, roles }: Omit<SpanOptions, 'url' | 'headers'>,
): Spans {
  const ids = { trace: '' };
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': service, 'parley.roles': roles.join('+') }),
    // Whether a trace is sampled is decided once, at its first span; the others follow.
    sampler: new AlwaysOnSampler(),
    spanProcessors: [new BatchSpanProcessor({ exporter, scheduledDelayMillis: SEND_EVERY_MS })],
    // The first span of a trace gets the id that the log has.
    idGenerator: { generateTraceId: () => ids.trace, generateSpanId: () => randomBytes(8).toString('hex') },
  });
  const tracer = provider.getTracer('parley');
  const begin = (...[name, attributes, parent, links]: Begin): OpenSpan => {
    const context = parent === null ? ROOT_CONTEXT : api.setSpanContext(ROOT_CONTEXT, parent);
    const span = tracer.startSpan(name, { attributes: { ...attributes }, links }, context);
    const { traceId, spanId } = span.spanContext();
    return {
      ref: `00-${traceId}-${spanId}-01`,
      end: (failed) => {
        if (failed !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: failed });
        span.end();
      },
    };
  };
  return {
    root: (name, trace, attributes = {}) => {
      if (Math.random() >= ratio) return null;
      ids.trace = trace;
      return begin(name, attributes, null, []);
    },
    below: (refs, name, attributes = {}) => {
      const [parent = null, ...others] = refs.flatMap((ref) => contextOf(ref) ?? []);
      if (parent === null) return null;
      return begin(
        name,
        attributes,
        parent,
        others.map((context): Link => ({ context })),
      );
    },
    stop: () => provider.shutdown(),
  };
}

type Context = { traceId: string; spanId: string; traceFlags: TraceFlags; isRemote: true };
type Begin = [
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  parent: Context | null,
  links: Link[],
];

function contextOf(ref: SpanRef): Context | null {
  const [, traceId = '', spanId = ''] = ref.split('-');
  const isSound = /^[\da-f]{32}$/.test(traceId) && /^[\da-f]{16}$/.test(spanId);
  return isSound ? { traceId, spanId, traceFlags: TraceFlags.SAMPLED, isRemote: true } : null;
}

function complainTo(logger: Logger): void {
  let complainedAt = -Infinity;
  const complain = (message: string, ...details: unknown[]): void => {
    if (performance.now() - complainedAt < COMPLAIN_EVERY_MS) return;
    complainedAt = performance.now();
    logger.warn('spans were not sent', { error: [message, ...details].map(String).join(' ').slice(0, 500) });
  };
  const nothing = (): void => undefined;
  diag.setLogger(
    { error: complain, warn: complain, info: nothing, debug: nothing, verbose: nothing },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
}
