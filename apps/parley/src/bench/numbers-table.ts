import type { Bare } from './floor-report.js';
import { ofFloor } from './of-floor.js';
import type { PeerReport } from './peer-report.js';
import type { Budget } from './report.js';
import type { AnyReport } from './reports.js';

/** A committed report, and the file's name without its ending. */
export interface Named {
  name: string;
  report: AnyReport;
}

/** A report of this name is of the peer, and stands beside the one that is called as the rest. */
const PEER = 'peer-socketio-';

/** The README's numbers as Markdown: a row per report, made of nothing but what the reports say. */
export function numbersTable(reports: readonly Named[]): string {
  const floor = reports.flatMap(({ report }) => (report.scenario === 'floor' ? report.bare : []))[0];
  const peers = new Map(reports.flatMap((one) => (one.name.startsWith(PEER) ? [[one.name, one]] : [])));
  // One that nothing of Parley stands beside has a row of its own.
  const besides = new Set(reports.map(({ name }) => `${PEER}${name}`));
  const rows = reports
    .filter(({ name }) => !besides.has(name))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, report }) => [
      linkTo(name),
      askedOf(report.scenario === 'peer' ? report.measured : report),
      peers.has(name) ? '' : measuredOf(report),
      ...(peers.size === 0 ? [] : [peerCell(peers.get(peers.has(name) ? name : `${PEER}${name}`))]),
      fractionsOf(report, floor),
      madeOf(report),
    ]);
  const beside = peers.size === 0 ? [] : ['plain Socket.IO + Postgres'];
  const head = ['', 'asked', 'measured (budget)', ...beside, 'of the floor', 'made'];
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function linkTo(name: string): string {
  return `[${name}](docs/performance/${name}.json)`;
}

/** Held against the same budgets, which stand beside it. */
function peerCell(peer: Named | undefined): string {
  if (peer === undefined) return '';
  const { name, report } = peer;
  const values = report.budgets.map(({ name, value, unit, ok }) => {
    const text = `${name} ${withUnit(value, unit)}`.trimEnd();
    return ok ? text : `**${text}**`;
  });
  return `${[...brokenText(report), ...values].join('; ')} ([${madeOf(report)}](docs/performance/${name}.json))`;
}

function askedOf(report: Exclude<AnyReport, PeerReport> | PeerReport['measured']): string {
  switch (report.scenario) {
    case 'mixed': {
      const { users, seconds, agedMessages, parser } = report.options;
      const rate =
        'ratePerSecond' in report.options ? `${grouped(report.options.ratePerSecond)} sends/s` : 'rising rates';
      const past = agedMessages === 0 ? '' : `, on ${grouped(agedMessages)} older messages`;
      return `${rate} for ${seconds} s, ${grouped(users)} people${past}${parsed(parser)}`;
    }
    case 'soak':
      return `${grouped(report.options.ratePerSecond)} sends/s for ${report.options.minutes} min`;
    case 'idle':
      return `${grouped(report.options.connections)} connections`;
    case 'fanout':
      return `${grouped(report.options.deliveriesPerSecond)} deliveries/s to ${grouped(report.open)} of ${grouped(report.options.members)} members${parsed(report.options.parser)}`;
    case 'shards':
      return `${report.options.counts.join(', ')} shards, ${grouped(report.options.people)} people`;
    case 'sync':
      return `${grouped(report.options.missed)} missed messages`;
    case 'web': {
      const { conversations, messages, slowDown } = report.options;
      return `${grouped(conversations)} chats, one of ${grouped(messages)} messages, Chromium ${slowDown} times slower`;
    }
    case 'chatlist':
      return `${grouped(report.options.conversations)} chats`;
    case 'faults': {
      const { ratePerSecond, users, rounds } = report.options;
      const kinds = [...new Set(report.faults.map(({ kind, part }) => `${kind} ${part}`))].join(', ');
      return `${grouped(ratePerSecond)} sends/s, ${grouped(users)} people; ${kinds}${rounds > 1 ? `, ${rounds} times` : ''}`;
    }
    case 'abuse': {
      const { ratePerSecond, users } = report.options;
      return `the worst of ${report.abuses.length} kinds, beside ${grouped(users)} people at ${grouped(ratePerSecond)} sends/s`;
    }
    case 'startup':
      return `${report.options.rounds} second runs`;
    default:
      return '';
  }
}

function parsed(parser: 'json' | 'msgpack'): string {
  return parser === 'json' ? '' : ', as MessagePack';
}

function measuredOf(report: AnyReport): string {
  const budgets = report.scenario === 'abuse' ? worstOfEach(report.budgets) : report.budgets;
  const told = budgets.filter(({ limit, ok }) => limit !== 0 || !ok).map(budgetText);
  const none = budgets.filter(({ limit, ok }) => limit === 0 && ok).map(({ name }) => name);
  const more = report.scenario === 'shards' ? report.runs.map(shardText) : brokenText(report);
  return [...more, ...told, ...(none.length === 0 ? [] : [`0 ${none.join(', ')}`])].join('; ');
}

/** Of budgets `kind: what` those that were missed, and of the others the one of each `what` that is nearest to its limit. */
function worstOfEach(budgets: readonly Budget[]): Budget[] {
  const worst = new Map<string, Budget>();
  for (const budget of budgets) {
    const what = budget.name.slice(budget.name.indexOf(': ') + 2);
    const known = worst.get(what);
    if (budget.ok && (known === undefined || nearness(budget) > nearness(known)))
      worst.set(what, { ...budget, name: what });
  }
  return [...budgets.filter(({ ok }) => !ok), ...worst.values()];
}

/** Of one that holds: 1 at its limit, less the further it is from it. */
function nearness({ value, limit }: Budget): number {
  const [less, more] = [Math.min(value, limit), Math.max(value, limit)];
  return more === 0 ? 1 : less / more;
}

/** What one sees of it besides, where something was broken. */
function brokenText(report: AnyReport): string[] {
  if (report.scenario !== 'peer' || report.measured.scenario !== 'faults') return [];
  const { verdict, silentSeconds } = report.measured;
  return [`${grouped(verdict.acked)} acked`, `${grouped(silentSeconds)} s without an answer`];
}

function shardText({ shards, achievedPerSecond }: { shards: number; achievedPerSecond: number }): string {
  return `${shards}: ${grouped(achievedPerSecond)} sends/s`;
}

function budgetText({ name, value, limit, unit, ok }: Budget): string {
  // On which side of the limit a value has to lie follows from whether it does.
  const sign = value <= limit === ok ? '≤' : '≥';
  const text = `${name} ${withUnit(value, unit)} (${sign} ${withUnit(limit, unit)})`;
  return ok ? text : `**missed:** ${text}`;
}

function withUnit(value: number, unit: string): string {
  return unit === '' ? grouped(value) : unit === '/s' ? `${grouped(value)}/s` : `${grouped(value)} ${unit}`;
}

function fractionsOf(report: AnyReport, floor: Bare | undefined): string {
  const fractions = report.ofFloor ?? (floor === undefined ? [] : ofFloor(report, floor));
  return fractions
    .map(({ name, fraction }) => `${(fraction * 100).toFixed(0)} %${fractions.length > 1 ? ` (${name})` : ''}`)
    .join('; ');
}

function madeOf(report: AnyReport): string {
  const { made } = report;
  const found = report.scenario === 'peer' ? report.measured : report;
  const others = 'machine' in found ? found.machine.others : 0;
  const beside = others < 0.1 ? '' : `, beside ${others.toFixed(1)} cores of other work`;
  return made === undefined ? '' : `${made.at.slice(0, 10)}, ${made.commit}${beside}`;
}

function grouped(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 2 });
}
