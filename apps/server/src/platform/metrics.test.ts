import { readFileSync } from 'node:fs';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { measureProcess, metrics, registry } from './metrics.js';

const read = (path: string): string => readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8');

/** The values of one metric, by its labels. */
async function valuesOf(name: string): Promise<[Record<string, unknown>, number][]> {
  const found = await registry.getSingleMetric(name)?.get();
  return (found?.values ?? []).map(({ labels, value }) => [labels, value]);
}

describe('what is asked for when somebody reads', () => {
  beforeEach(() => void vi.useRealTimers());

  it('adds up who supplies the same, apart by labels, and ends with the one who supplied it', async () => {
    const at = { database: 'shard-0', pool: 'lanes' };
    const ends = [metrics.poolWaiting.supply(at, () => 2), metrics.poolWaiting.supply(at, () => Promise.resolve(3))];
    const other = metrics.poolWaiting.supply({ ...at, database: 'shard-1' }, () => 7);
    expect(await valuesOf('parley_pool_waiting')).toEqual([
      [at, 5],
      [{ ...at, database: 'shard-1' }, 7],
    ]);
    for (const end of ends) end();
    expect(await valuesOf('parley_pool_waiting')).toEqual([[{ ...at, database: 'shard-1' }, 7]]);
    other();
  });

  it('leaves out what is not known, and keeps the others', async () => {
    const broken = [
      metrics.outboxRows.supply({ database: 'a' }, () => Promise.reject(new Error('away'))),
      metrics.outboxRows.supply({ database: 'b' }, () => {
        throw new Error('away');
      }),
      metrics.outboxRows.supply({ database: 'c' }, () => null),
      metrics.outboxRows.supply({ database: 'd' }, () => 4),
    ];
    expect(await valuesOf('parley_outbox_rows')).toEqual([[{ database: 'd' }, 4]]);
    for (const end of broken) end();
  });

  it('does not wait for what never answers', async () => {
    vi.useFakeTimers();
    const ends = [
      metrics.outboxRows.supply({ database: 'hung' }, () => new Promise<number>(() => undefined)),
      metrics.outboxRows.supply({ database: 'well' }, () => 1),
    ];
    const found = valuesOf('parley_outbox_rows');
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await found).toEqual([[{ database: 'well' }, 1]]);
    for (const end of ends) end();
  });
});

describe('every metric of Parley', () => {
  beforeAll(() => measureProcess(['logic']));
  const names = (): string[] =>
    registry.getMetricsAsArray().flatMap(({ name }) => (name.startsWith('parley_') ? name : []));

  it('is explained to operators, and nothing is that is not there', () => {
    const explained = [...read('docs/operations.md').matchAll(/^\| `(parley_\w+)`/gm)].map(([, name]) => name);
    expect(new Set(explained)).toEqual(new Set(names()));
    expect(explained).toHaveLength(names().length);
  });

  it('is what ./parley top asks for, or one of Node', () => {
    const known = new Set(registry.getMetricsAsArray().map(({ name }) => name));
    const asked = read('apps/parley/src/top/page.ts').match(/\b(?:parley|nodejs|process)_\w+/g) ?? [];
    expect(asked.length).toBeGreaterThan(20);
    expect(asked.filter((name) => !known.has(name))).toEqual([]);
  });

  it('is what the dashboard draws, or one of Node', () => {
    const known = new Set(
      registry.getMetricsAsArray().flatMap(({ name }) => [name, `${name}_bucket`, `${name}_sum`, `${name}_count`]),
    );
    const dashboard = JSON.parse(read('docs/grafana-dashboard.json')) as {
      panels: { title: string; targets: { expr: string }[] }[];
    };
    const drawn = dashboard.panels.flatMap(({ targets }) =>
      targets.flatMap(({ expr }) => expr.match(/\b(?:parley|nodejs|process)_\w+/g) ?? []),
    );
    expect(drawn.length).toBeGreaterThan(15);
    expect(drawn.filter((name) => !known.has(name))).toEqual([]);
  });
});
