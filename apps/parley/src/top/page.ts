import { addBuckets, type Buckets, bucketsBetween, type Exposition, quantileOf } from './exposition.js';

/** What every process said at a moment; null: it did not answer. */
export type Reading = { at: number; processes: ReadonlyMap<string, Exposition | null> };

/** Rates are of a second, times in seconds. null: this process does not do that, or nothing was measured. */
export type ProcessLine = {
  name: string;
  answers: boolean;
  cpu: number | null;
  memory: number | null;
  loop: number | null;
  sockets: number | null;
  sends: number | null;
  deliveries: number | null;
  ack: number | null;
  append: number | null;
  lag: number | null;
};

export type Page = {
  processes: ProcessLine[];
  sends: number | null;
  refused: number;
  deliveries: number;
  sockets: number;
  ack: number | null;
  append: number | null;
  fanout: number | null;
  lag: number | null;
  appendWaiting: number;
  fanoutWaiting: number;
  poolWaiting: number;
  outbox: { database: string; rows: number; oldest: number }[];
  queueWaiting: number | null;
  queueFailed: number | null;
  /** Since the processes began. */
  resyncs: number;
  dropped: number;
  seen: Record<(typeof SEEN)[number], number>;
  /** By part: who can't reach it; nobody, if it is up. */
  parts: { part: string; awayFor: string[] }[];
};

export const SEEN = ['missing', 'healed', 'duplicate', 'late'] as const;

/** One page of `./parley top`, from two readings a moment apart. Pure. */
export function pageOf(before: Reading, now: Reading): Page {
  const spans = [...now.processes].map(([name, process]) => {
    const earlier = before.processes.get(name) ?? null;
    return new Span(name, { before: earlier, now: process, seconds: (now.at - before.at) / 1_000 });
  });
  const sumOf = (read: (span: Span) => number | null): number =>
    spans.reduce((sum, span) => sum + (read(span) ?? 0), 0);
  const known = (read: (span: Span) => number | null): number | null =>
    spans.some((span) => read(span) !== null) ? sumOf(read) : null;
  const p99 = (name: string): number | null => quantileOf(addBuckets(spans.map((span) => span.buckets(name))), 0.99);
  const seen = (what: string): number => sumOf((span) => span.value('parley_seen_by_clients_total', { what }));
  return {
    processes: spans.map((span) => span.line()),
    sends: known((span) => span.stored),
    refused: sumOf((span) => span.rate('parley_sends_refused_total')),
    deliveries: sumOf((span) => span.rate('parley_deliveries_total')),
    sockets: sumOf((span) => span.value('parley_connections')),
    ack: p99('parley_ack_seconds'),
    append: p99('parley_append_seconds'),
    fanout: p99('parley_fanout_seconds'),
    lag: p99('parley_delivery_lag_seconds'),
    appendWaiting: sumOf((span) => span.value('parley_append_waiting')),
    fanoutWaiting: sumOf((span) => span.value('parley_fanout_waiting')),
    poolWaiting: sumOf((span) => span.value('parley_pool_waiting')),
    outbox: outboxOf(now),
    queueWaiting: known((span) => span.value('parley_queue_jobs', { state: 'waiting' })),
    queueFailed: known((span) => span.value('parley_queue_jobs', { state: 'failed' })),
    resyncs: sumOf((span) => span.value('parley_resyncs_total')),
    dropped: sumOf((span) => span.value('parley_deliveries_dropped_total')),
    seen: { missing: seen('missing'), healed: seen('healed'), duplicate: seen('duplicate'), late: seen('late') },
    parts: partsOf(now),
  };
}

type Ends = { before: Exposition | null; now: Exposition | null; seconds: number };

/** One process between two readings. */
class Span {
  private readonly name: string;
  private readonly of: Ends;

  constructor(name: string, of: Ends) {
    this.name = name;
    this.of = of;
  }

  /** What a counter counts that nothing has been counted with is not told: it is 0 where the role does it. */
  private runs(role: string): boolean {
    const [roles = ''] = this.of.now?.by('process_cpu_seconds_total', 'roles').keys() ?? [];
    return roles.split('+').includes(role);
  }

  get stored(): number | null {
    return this.runs('logic') ? (this.rate('parley_messages_stored_total') ?? 0) : null;
  }

  value(name: string, labels: Record<string, string> = {}): number | null {
    return this.of.now?.sum(name, labels) ?? null;
  }

  /** null: not told, or not twice. A counter that went back began anew. */
  rate(name: string, labels: Record<string, string> = {}): number | null {
    const { before, seconds } = this.of;
    const now = this.value(name, labels);
    if (now === null || before === null || seconds <= 0) return null;
    const then = before.sum(name, labels) ?? 0;
    return (now < then ? now : now - then) / seconds;
  }

  buckets(name: string): Buckets {
    const { before, now } = this.of;
    return now === null || before === null ? new Map() : bucketsBetween(before.buckets(name), now.buckets(name));
  }

  line(): ProcessLine {
    const p99 = (name: string): number | null => quantileOf(this.buckets(name), 0.99);
    const isGateway = this.runs('gateway');
    const acked = { event: 'message.send', code: 'OK' };
    return {
      name: this.name,
      answers: this.of.now !== null,
      cpu: this.rate('process_cpu_seconds_total'),
      memory: this.value('process_resident_memory_bytes'),
      loop: this.value('nodejs_eventloop_lag_p99_seconds'),
      sockets: isGateway ? this.value('parley_connections') : null,
      // What is stored, where it is stored; a gateway alone tells what it acked.
      sends: this.stored ?? (isGateway ? (this.rate('parley_socket_events_total', acked) ?? 0) : null),
      deliveries: isGateway ? (this.rate('parley_deliveries_total') ?? 0) : null,
      ack: p99('parley_ack_seconds'),
      append: p99('parley_append_seconds'),
      lag: p99('parley_delivery_lag_seconds'),
    };
  }
}

/** Every worker tells of the same tables. */
function outboxOf({ processes }: Reading): Page['outbox'] {
  const found = new Map<string, { rows: number; oldest: number }>();
  for (const process of processes.values()) {
    const oldest = process?.by('parley_outbox_oldest_seconds', 'database');
    for (const [database, rows] of process?.by('parley_outbox_rows', 'database') ?? []) {
      const known = found.get(database) ?? { rows: 0, oldest: 0 };
      found.set(database, {
        rows: Math.max(known.rows, rows),
        oldest: Math.max(known.oldest, oldest?.get(database) ?? 0),
      });
    }
  }
  return [...found].map(([database, of]) => ({ database, ...of })).toSorted(byKey('database'));
}

function partsOf({ processes }: Reading): Page['parts'] {
  const found = new Map<string, string[]>();
  for (const [name, process] of processes) {
    for (const [part, answers] of process?.by('parley_reachable', 'part') ?? []) {
      found.set(part, [...(found.get(part) ?? []), ...(answers === 0 ? [name] : [])]);
    }
  }
  return [...found].map(([part, awayFor]) => ({ part, awayFor })).toSorted(byKey('part'));
}

function byKey<K extends string>(key: K): (a: Record<K, string>, b: Record<K, string>) => number {
  return (a, b) => (a[key] < b[key] ? -1 : 1);
}
