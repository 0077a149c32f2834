import type { BenchTable } from '../report.js';
import type { LatencySummary } from './latency.js';
import type { MachineUse, ProcessUse } from './processes.js';
import { rounded } from './schema.js';

export function latencyTable(rows: readonly { name: string; latency: LatencySummary }[]): BenchTable {
  return {
    title: 'Latency in ms, from the moment a send was due',
    headings: ['', '>p50', '>p95', '>p99', '>p99.9', '>max', '>count'],
    rows: rows.map(({ name, latency: { p50, p95, p99, p999, max, count } }) => [
      name,
      ...[p50, p95, p99, p999, max].map((ms) => String(rounded(ms))),
      String(count),
    ]),
  };
}

export function processTable(processes: readonly ProcessUse[], machine: MachineUse): BenchTable {
  const costs = processes.some(({ microsPerSend }) => microsPerSend !== undefined);
  const total = processes.reduce((sum, { cores }) => sum + cores, 0);
  const micros = processes.reduce((sum, { microsPerSend = 0 }) => sum + microsPerSend, 0);
  const row = (name: string, cores: number, [cost, memory]: [number, string]): string[] => [
    name,
    cores.toFixed(2),
    ...(costs ? [String(rounded(cost))] : []),
    memory,
  ];
  return {
    title: 'Processes',
    headings: ['', '>cores', ...(costs ? ['>µs per send'] : []), '>memory MB'],
    rows: [
      ...processes.map(({ name, cores, microsPerSend = 0, memoryBytes }) =>
        row(name, cores, [microsPerSend, (memoryBytes / 1024 ** 2).toFixed(0)]),
      ),
      row('all', total, [micros, '']),
      ['others on this machine', machine.others.toFixed(2)],
      ...(machine.stolen >= 0.01 ? [['taken by its host', machine.stolen.toFixed(2)]] : []),
    ],
  };
}

export function factTable(title: string, facts: readonly (readonly [string, string | number])[]): BenchTable {
  return { title, headings: ['', '>'], rows: facts.map(([name, value]) => [name, String(value)]) };
}
