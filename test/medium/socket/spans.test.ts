import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestDevice } from '../../support/device.js';
import { SHAPES } from '../../support/server.js';
import { until } from '../../support/wait.js';
import { openRealm, type Realm } from '../support/realm.js';

type Span = { traceId: string; spanId: string; parentSpanId?: string; name: string; links?: unknown[]; roles: string };
type Attribute = { key: string; value: { stringValue?: string } };
type Sent = {
  resourceSpans: { resource: { attributes: Attribute[] }; scopeSpans: { spans: Omit<Span, 'roles'>[] }[] }[];
};

describe.each(SHAPES)('spans, for a collector (%s)', (shape) => {
  let collector: Server;
  let realm: Realm;
  const requests: { path: string | undefined; key: unknown }[] = [];
  const spans: Span[] = [];
  beforeAll(async () => {
    collector = createServer((req, res) => {
      requests.push({ path: req.url, key: req.headers['x-key'] });
      const chunks: Buffer[] = [];
      req.on('data', (chunk: Buffer) => chunks.push(chunk));
      req.on('end', () => {
        const sent = JSON.parse(Buffer.concat(chunks).toString()) as Sent;
        for (const { resource, scopeSpans } of sent.resourceSpans) {
          const roles = resource.attributes.find(({ key }) => key === 'parley.roles')?.value.stringValue ?? '';
          spans.push(...scopeSpans.flatMap((scope) => scope.spans.map((span) => ({ ...span, roles }))));
        }
        res.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      });
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => collector.once('listening', resolve));
    realm = await openRealm(shape, {
      env: {
        OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}`,
        OTEL_EXPORTER_OTLP_HEADERS: 'x-key=open%20sesame',
        OTEL_TRACES_SAMPLER_ARG: '1',
      },
    });
  });
  afterAll(async () => {
    await realm.close();
    collector.close();
  });

  it('follow a message from the event at its gateway to its delivery', async () => {
    const [lin, wang] = realm.pair();
    const [a, b] = [await TestDevice.connect(realm.url, lin), await TestDevice.connect(realm.url, wang)];
    await a.send('told to nobody else');
    await b.untilText('told to nobody else');
    const named = (name: string): Span[] => spans.filter((span) => span.name === name);
    const steps = ['message.send', 'SendMessage', 'append', 'fan-out', 'deliver'];
    // Each process sends its own, in its own time.
    await until('all of it was sent', () => Promise.resolve(steps.every((name) => named(name).length > 0)));
    const [event] = named('message.send');
    const chain = steps.map((name) => spans.find((span) => span.name === name && span.traceId === event?.traceId));
    for (const [at, span] of chain.entries()) {
      expect(span?.parentSpanId ?? '').toBe(at === 0 ? '' : chain[at - 1]?.spanId);
    }
    if (shape !== 'one process') {
      expect(chain.map((span) => span?.roles)).toEqual(['gateway', 'logic', 'logic', 'logic', 'gateway']);
    }
    expect(new Set(requests.map(({ path, key }) => `${path} ${String(key)}`))).toEqual(
      new Set(['/v1/traces open sesame']),
    );
    expect(JSON.stringify(spans)).not.toContain('told to nobody else');
    a.close();
    b.close();
  });
});
