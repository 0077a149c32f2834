import { expect, it } from 'vitest';
import { mixedCurve, curveSvg, type TriedRate } from './mixed-curve.js';
import type { MixedReport } from './mixed-report.js';

const options = {
  seconds: 20,
  warmUpSeconds: 5,
  users: 100,
  connections: 100,
  seed: 1,
  groupPercent: 10,
  parser: 'json' as const,
  agedMessages: 0,
};

/** Only what the curve reads of a report. */
function tried(ratePerSecond: number, p99: number): TriedRate {
  const held = p99 < 200;
  const use = { cores: 1, memoryMb: 1 };
  const report = {
    install: 'throw-away',
    ack: { p50: p99 / 5, p99 },
    delivery: { p50: p99 / 4, p99: p99 + 10 },
    achievedPerSecond: ratePerSecond,
    processes: [
      { name: 'server', microsPerSend: 300.4, ...use },
      { name: 'shard-0', microsPerSend: 100, ...use },
      { name: 'load generator', microsPerSend: 90, ...use },
    ],
    budgets: [{ name: 'ack p99', limit: 200, value: p99, unit: 'ms', ok: held }],
  } as unknown as MixedReport;
  return { ratePerSecond, held, report };
}

const found = mixedCurve(options, [tried(1_000, 50), tried(2_000, 900), tried(1_500, 120)]);

it('is in the order of the rates, names the highest that held and what the others missed', () => {
  expect(found).toMatchObject({ ok: true, highest: 1_500 });
  expect(found.curve.map(({ ratePerSecond }) => ratePerSecond)).toEqual([1_000, 1_500, 2_000]);
  expect(found.curve.map(({ missed }) => missed)).toEqual([[], [], ['ack p99']]);
  // What the load itself costs is not the server's.
  expect(found.curve[0]?.microsPerSend).toBe(400);
});

it('is not met when nothing holds', () => {
  expect(mixedCurve(options, [tried(100, 500)])).toMatchObject({ ok: false, highest: 0 });
});

it('is drawn within the picture, what is far over the limit at its edge', () => {
  const svg = curveSvg(found);
  const [p50, p99] = [...svg.matchAll(/points="([^"]+)"/g)].map(([, points = '']) =>
    points.split(' ').map((point) => point.split(',').map(Number)),
  );
  expect([p50?.length, p99?.length]).toEqual([3, 3]);
  expect(p99?.[2]).toEqual([608, 24]);
  expect([...svg.matchAll(/>(\d+)<\/text>/g)].map(([, label]) => label)).toEqual(['0', '1000', '1500', '2000']);
  expect(p99?.every(([x = -1, y = -1]) => x >= 0 && x <= 640 && y >= 24 && y <= 276)).toBe(true);
  expect(svg).toContain('1500/s hold');
});

it('leaves out labels that would run into each other', () => {
  const close = mixedCurve(options, [tried(2_500, 50), tried(2_520, 60), tried(2_900, 70)]);
  expect([...curveSvg(close).matchAll(/>(\d+)<\/text>/g)].map(([, label]) => label)).toEqual(['0', '2500', '2900']);
});
