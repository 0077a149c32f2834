import { z } from 'zod';

import type { ChatListResult } from './chatlist-load.js';
import { LatencySummary } from './support/latency.js';
import { MachineUse, ProcessUse } from './support/processes.js';
import { atLeast, below, BenchReportSchema, rounded } from './support/schema.js';
import { factTable, processTable } from './support/tables.js';
import type { Target } from './support/target.js';
import type { Used } from './support/watch-use.js';

const OPENS_MS = 300;

/** What `./parley bench chatlist --json` prints. */
export const ChatListReportSchema = BenchReportSchema.extend({
  scenario: z.literal('chatlist'),
  install: z.enum(['running', 'throw-away']),
  options: z.object({ conversations: z.number() }),
  processes: z.array(ProcessUse),
  machine: MachineUse,
  first: LatencySummary,
  following: LatencySummary,
  rows: z.number(),
  bytesOfFirst: z.number(),
  makingSeconds: z.number(),
});
export type ChatListReport = z.infer<typeof ChatListReportSchema>;
export type ChatListOptions = ChatListReport['options'];

export function chatListReport(options: ChatListOptions, target: Target, used: Used<ChatListResult>): ChatListReport {
  const { result, processes, machine } = used;
  const { first, following, rows, bytesOfFirst } = result;
  const budgets = [
    below({ name: 'first page p99', limit: OPENS_MS, value: rounded(first.p99), unit: 'ms' }),
    below({ name: 'slowest of all pages', limit: OPENS_MS, value: rounded(following.max), unit: 'ms' }),
    atLeast({ name: 'rows in all pages', limit: options.conversations, value: rows, unit: '' }),
  ];
  const makingSeconds = rounded(result.makingSeconds);
  const times = (name: string, { p50, p95, p99, max, count }: LatencySummary): [string, string | number][] => [
    [`${name}: p50 / p95 / p99 / max, ms`, [p50, p95, p99, max].map(rounded).join(' / ')],
    [`${name}: requests`, count],
  ];
  return ChatListReportSchema.parse({
    scenario: 'chatlist',
    ok: budgets.every(({ ok }) => ok),
    budgets,
    tables: [
      processTable(processes, machine),
      factTable('Chat list', [
        ...times('first page of 50', first),
        ...times('pages of 200 to the end', following),
        ['bytes of a first page', bytesOfFirst],
        ['seconds to make the chats', makingSeconds],
      ]),
    ],
    install: target.kind,
    options,
    processes,
    machine,
    first,
    following,
    rows,
    bytesOfFirst,
    makingSeconds,
  });
}
