import { z } from 'zod';

import type { BenchTable } from './report.js';
import { atMost, BenchReportSchema } from './support/schema.js';

const CORE_LIMIT = 0.75;

/** Microseconds of CPU per send, unless it says otherwise. */
const Row = z.object({
  piece: z.enum(['append', 'fan-out', 'both']),
  batch: z.number(),
  postgres: z.number(),
  backends: z.number(),
  helpers: z.number(),
  client: z.number(),
  hotRatio: z.number(),
  walBytes: z.number(),
  spike: z.tuple([z.number(), z.number()]).nullable(),
});
export type FloorRow = z.infer<typeof Row>;

/** What nothing can beat on this machine: the same libraries, and nothing around them. */
export const Bare = z.object({
  /** `insert … select from unnest` in batches of 50, one connection, fsync on. */
  insert: z.object({ perSecond: z.number(), postgresMicros: z.number(), clientMicros: z.number() }),
  /** A WebSocket message of 256 B and its answer. */
  echo: z.object({ perSecond: z.number(), serverMicros: z.number() }),
  /** A Socket.IO event of 256 B to each of the connected. */
  broadcast: z.object({ deliveriesPerSecond: z.number(), serverMicros: z.number() }),
  /** An idle Socket.IO connection, garbage collected. */
  connection: z.object({ bytes: z.number() }),
});
export type Bare = z.infer<typeof Bare>;

/** What `./parley bench floor --json` prints. */
export const FloorReportSchema = BenchReportSchema.extend({
  scenario: z.literal('floor'),
  options: z.object({ seconds: z.number(), ratePerSecond: z.number(), users: z.number() }),
  rows: z.array(Row),
  bare: Bare,
});
export type FloorReport = z.infer<typeof FloorReportSchema>;
export type FloorOptions = FloorReport['options'];

export function floorReport(options: FloorOptions, { rows, bare }: Pick<FloorReport, 'rows' | 'bare'>): FloorReport {
  const { ratePerSecond } = options;
  const both = rows.find((one) => one.piece === 'both')?.postgres ?? 0;
  const value = Number(((both * ratePerSecond) / 1e6).toFixed(3));
  const name = `Postgres for append and fan-out at ${ratePerSecond}/s`;
  const budgets = [atMost({ name, limit: CORE_LIMIT, value, unit: 'cores' })];
  return FloorReportSchema.parse({
    scenario: 'floor',
    ok: budgets.every(({ ok }) => ok),
    budgets,
    tables: [sendTable(rows), bareTable(bare)],
    options,
    rows,
    bare,
  });
}

function sendTable(rows: readonly FloorRow[]): BenchTable {
  return {
    title: 'CPU of a send in µs',
    headings: ['', '>batch', '>Postgres', '>spike', '>client', '>HOT', '>WAL bytes'],
    rows: rows.map((one) => [
      one.piece,
      String(one.batch),
      String(one.postgres),
      one.spike === null ? '' : [...new Set(one.spike)].join('–'),
      String(one.client),
      `${(one.hotRatio * 100).toFixed(1)} %`,
      String(one.walBytes),
    ]),
  };
}

function bareTable({ insert, echo, broadcast, connection }: Bare): BenchTable {
  return {
    title: 'Bare, with nothing around it',
    headings: ['', '>a second', '>µs each'],
    rows: [
      [
        'rows inserted by unnest in batches of 50, fsync on',
        String(insert.perSecond),
        `${insert.postgresMicros} + ${insert.clientMicros}`,
      ],
      ['ws echo of 256 B', String(echo.perSecond), String(echo.serverMicros)],
      [
        'Socket.IO broadcast of 256 B, deliveries',
        String(broadcast.deliveriesPerSecond),
        String(broadcast.serverMicros),
      ],
      ['idle Socket.IO connection', `${(connection.bytes / 1024).toFixed(1)} KB`, ''],
    ],
  };
}
