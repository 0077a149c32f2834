import { InMemorySpanExporter } from '@opentelemetry/sdk-trace';
import { expect, test } from 'vitest';
import { spansTo } from './otel-spans.js';
import { spans } from './spans.js';
import { newTraceId } from './trace.js';

const about = { service: 'parley', roles: ['logic' as const] };

test('a trace begins with the id of the log, a batch is below the first and linked to the others', async () => {
  const exporter = new InMemorySpanExporter();
  const told = spansTo(exporter, { ...about, ratio: 1 });
  const [one, two] = [newTraceId(), newTraceId()];
  const [a, b] = [told.root('message.send', one), told.root('message.send', two, { size: 3 })];
  const batch = told.below([a?.ref ?? '', b?.ref ?? ''], 'append', { shard: 'shard-0' });
  for (const span of [a, b, batch]) span?.end();
  const failed = told.below([b?.ref ?? ''], 'SendMessage');
  failed?.end('UNAVAILABLE');
  // What is finished is with the exporter after a moment; the end of the process would throw an exporter in memory away.
  await expect.poll(() => exporter.getFinishedSpans().length, { timeout: 5_000 }).toBe(4);
  const [first, second, append, send] = exporter.getFinishedSpans();
  expect(first?.spanContext().traceId).toBe(one);
  expect(second?.attributes).toEqual({ size: 3 });
  expect(append?.spanContext().traceId).toBe(one);
  expect(append?.parentSpanContext?.spanId).toBe(first?.spanContext().spanId);
  expect(append?.links.map(({ context }) => context.traceId)).toEqual([two]);
  expect(send?.status).toMatchObject({ message: 'UNAVAILABLE' });
  expect(append?.resource.attributes).toEqual({ 'service.name': 'parley', 'parley.roles': 'logic' });
  await told.stop();
});

test('what is not sampled has no span, nor what belongs to nothing, or to nonsense', async () => {
  const told = spansTo(new InMemorySpanExporter(), { ...about, ratio: 0 });
  expect(told.root('message.send', newTraceId())).toBeNull();
  expect(told.below(['nonsense', '00-0-0-01'], 'append')).toBeNull();
  expect(spans.below([], 'append')).toBeNull();
  await told.stop();
});

test('off, nothing is made', () => {
  expect(spans.root('message.send', newTraceId())).toBeNull();
  expect(spans.below([`00-${newTraceId()}-${newTraceId().slice(0, 16)}-01`], 'append')).toBeNull();
});
