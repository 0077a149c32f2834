import { z } from 'zod';

import type { Step } from './find-max.js';
import { MixedReportSchema, type MixedReport } from './mixed-report.js';
import { atLeast, BenchReportSchema, rounded } from './support/schema.js';

const Point = z.object({
  ratePerSecond: z.number(),
  held: z.boolean(),
  achievedPerSecond: z.number(),
  ackP50Ms: z.number(),
  ackP99Ms: z.number(),
  deliveryP50Ms: z.number(),
  deliveryP99Ms: z.number(),
  /** CPU of the server and the databases. */
  microsPerSend: z.number(),
  /** Budgets that were missed. */
  missed: z.array(z.string()),
});

/** What `./parley bench mixed --find-max --json` prints. */
export const MixedCurveSchema = BenchReportSchema.extend({
  scenario: z.literal('mixed'),
  install: z.enum(['running', 'throw-away']),
  options: MixedReportSchema.shape.options.omit({ ratePerSecond: true }),
  /** The highest rate that held; 0: none. */
  highest: z.number(),
  /** By rate. */
  curve: z.array(Point),
});
export type MixedCurve = z.infer<typeof MixedCurveSchema>;

export type TriedRate = Step & { report: MixedReport };

export function mixedCurve(options: MixedCurve['options'], tried: readonly TriedRate[]): MixedCurve {
  const curve = tried.map(pointOf).toSorted((a, b) => a.ratePerSecond - b.ratePerSecond);
  const highest = Math.max(0, ...curve.flatMap(({ held, ratePerSecond }) => (held ? ratePerSecond : [])));
  const budgets = [atLeast({ name: 'highest rate that holds', limit: 1, value: highest, unit: '/s' })];
  return MixedCurveSchema.parse({
    scenario: 'mixed',
    ok: highest > 0,
    budgets,
    tables: [
      {
        title: 'Rates',
        headings: [
          '>sends/s',
          '>achieved',
          '>ack p50, ms',
          '>p99',
          '>delivery p50, ms',
          '>p99',
          '>µs per send',
          'missed',
        ],
        rows: curve.map((point) => [
          ...[point.ratePerSecond, point.achievedPerSecond, point.ackP50Ms, point.ackP99Ms].map(String),
          ...[point.deliveryP50Ms, point.deliveryP99Ms, point.microsPerSend].map(String),
          point.missed.join(', '),
        ]),
      },
    ],
    install: tried[0]?.report.install ?? 'throw-away',
    options,
    highest,
    curve,
  });
}

function pointOf({ ratePerSecond, held, report }: TriedRate): z.infer<typeof Point> {
  const { ack, delivery, achievedPerSecond, processes, budgets } = report;
  const served = processes.filter(({ name }) => name !== 'load generator');
  return {
    ratePerSecond,
    held,
    achievedPerSecond,
    ackP50Ms: rounded(ack.p50),
    ackP99Ms: rounded(ack.p99),
    deliveryP50Ms: rounded(delivery.p50),
    deliveryP99Ms: rounded(delivery.p99),
    microsPerSend: Math.round(served.reduce((sum, one) => sum + (one.microsPerSend ?? 0), 0)),
    missed: budgets.flatMap(({ name, ok }) => (ok ? [] : name)),
  };
}

const [WIDTH, HEIGHT] = [640, 320];
/** Labels nearer to each other than this would run into one another. */
const LABEL_WIDTH = 44;
const AREA = { left: 56, right: WIDTH - 32, top: 24, bottom: HEIGHT - 44 };

/** The curve as a picture that needs nothing else: p50 and p99 of the ack by rate, and the limit. */
export function curveSvg({ curve, highest }: MixedCurve, limitMs = 200): string {
  const rates = curve.map(({ ratePerSecond }) => ratePerSecond);
  // The rates that were tried fill the width: where it ends to hold is what one looks at.
  const [least, most] = [Math.min(...rates) * 0.9, Math.max(...rates, 1)];
  // What is far over the limit is drawn at the upper edge: the region that holds is what one looks at.
  const tallest = limitMs * 1.5;
  const x = (rate: number): number =>
    Math.round(AREA.left + ((rate - least) / (most - least)) * (AREA.right - AREA.left));
  const y = (ms: number): number =>
    Math.round(AREA.bottom - (Math.min(ms, tallest) / tallest) * (AREA.bottom - AREA.top));
  const line = (of: (point: MixedCurve['curve'][number]) => number, color: string): string =>
    `<polyline fill="none" stroke="${color}" stroke-width="2" points="${curve.map((point) => `${x(point.ratePerSecond)},${y(of(point))}`).join(' ')}"/>` +
    curve
      .map((point) => `<circle cx="${x(point.ratePerSecond)}" cy="${y(of(point))}" r="3" fill="${color}"/>`)
      .join('');
  const text = (at: { x: number; y: number; anchor?: string; color?: string }, words: string): string =>
    `<text x="${at.x}" y="${at.y}" text-anchor="${at.anchor ?? 'start'}" fill="${at.color ?? '#57606a'}">${words}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    `<path d="M${AREA.left} ${AREA.top}V${AREA.bottom}H${AREA.right}" fill="none" stroke="#8c959f"/>`,
    `<path d="M${AREA.left} ${y(limitMs)}H${AREA.right}" stroke="#cf222e" stroke-dasharray="4 4"/>`,
    text({ x: AREA.left - 8, y: y(limitMs) + 4, anchor: 'end', color: '#cf222e' }, `${limitMs} ms`),
    text({ x: AREA.left - 8, y: AREA.bottom + 4, anchor: 'end' }, '0'),
    ...labelled(rates.map((rate) => ({ rate, x: x(rate) }))).map(({ rate, x: at }) =>
      text({ x: at, y: AREA.bottom + 16, anchor: 'middle' }, String(rate)),
    ),
    text({ x: AREA.right, y: HEIGHT - 10, anchor: 'end' }, 'sends a second'),
    text({ x: AREA.left + 8, y: 16, color: '#1f2328' }, `ack: p50 (blue), p99 (orange); ${highest}/s hold`),
    line(({ ackP50Ms }) => ackP50Ms, '#0969da'),
    line(({ ackP99Ms }) => ackP99Ms, '#bc4c00'),
    '</svg>',
    '',
  ].join('\n');
}

/** Those that have room for their label, from the left. */
function labelled<T extends { x: number }>(points: readonly T[]): T[] {
  const shown: T[] = [];
  for (const point of points) if (point.x - (shown.at(-1)?.x ?? -LABEL_WIDTH) >= LABEL_WIDTH) shown.push(point);
  return shown;
}
