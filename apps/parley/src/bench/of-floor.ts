import type { Bare } from './floor-report.js';
import type { BenchReport } from './report.js';
import type { AnyReport } from './reports.js';
import { rounded } from './support/schema.js';

type Fraction = NonNullable<BenchReport['ofFloor']>[number];

/** Parley beside what nothing can beat on the same machine (`bench floor`): of each pair the part that the floor makes up. */
export function ofFloor(report: AnyReport, bare: Bare): Fraction[] {
  switch (report.scenario) {
    case 'mixed':
      return 'curve' in report ? [] : [costOf(report, bare)];
    case 'soak':
      return [costOf(report, bare)];
    case 'hot':
      return [
        costOf(report, bare),
        more('stored a second, of bare inserts', [report.achievedPerSecond, bare.insert.perSecond], '/s'),
      ];
    case 'shards':
      return report.runs.map((run) => ({ ...costOf(run, bare), name: `CPU of a send, ${run.shards} shards` }));
    case 'fanout':
      return [
        less(
          'CPU of a delivery, of a bare Socket.IO broadcast',
          [(coresOf(report.processes) * 1e6) / report.deliveriesPerSecond, bare.broadcast.serverMicros],
          'µs',
        ),
      ];
    case 'idle': {
      const { withoutGarbage, asItIs } = report.bytesPerConnection;
      const sizes: Pair = [(withoutGarbage ?? asItIs) / 1_024, bare.connection.bytes / 1_024];
      return [less('memory of a connection, of a bare Socket.IO one', sizes, 'KB')];
    }
    default:
      // Nothing bare does what the others measure.
      return [];
  }
}

/** Parley's own and the floor's. */
type Pair = readonly [measured: number, floor: number];

interface Sending {
  processes: readonly { name: string; cores: number }[];
  achievedPerSecond: number;
  ack: { count: number };
  delivery: { count: number };
}

/** A row stored, a message taken in and answered, and as many handed out as Parley did. */
function costOf(run: Sending, { insert, echo, broadcast }: Bare): Fraction {
  const deliveries = run.ack.count === 0 ? 0 : run.delivery.count / run.ack.count;
  const floor = insert.postgresMicros + insert.clientMicros + echo.serverMicros + deliveries * broadcast.serverMicros;
  const measured = run.achievedPerSecond === 0 ? 0 : (coresOf(run.processes) * 1e6) / run.achievedPerSecond;
  return less('CPU of a send, of bare insert, echo and broadcast', [measured, floor], 'µs');
}

/** Of the server, the databases and Redis. */
function coresOf(processes: readonly { name: string; cores: number }[]): number {
  return processes.reduce((sum, { name, cores }) => (name.startsWith('load generator') ? sum : sum + cores), 0);
}

/** Where less is better. */
function less(name: string, [measured, floor]: Pair, unit: string): Fraction {
  return { name, measured: rounded(measured), floor: rounded(floor), unit, fraction: part(floor, measured) };
}

/** Where more is better. */
function more(name: string, [measured, floor]: Pair, unit: string): Fraction {
  return { name, measured: rounded(measured), floor: rounded(floor), unit, fraction: part(measured, floor) };
}

function part(small: number, large: number): number {
  return large === 0 ? 0 : Number((small / large).toFixed(3));
}
