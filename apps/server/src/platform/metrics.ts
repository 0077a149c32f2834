import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/**
 * What this process counts. All metrics are named here, so that docs/operations.md and the dashboard can be held against them. A
 * label is never an id of a person or a conversation: their number has no bound.
 */
export const registry = new Registry();
const registers = [registry];

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

function counter<L extends string = never>(name: string, help: string, labelNames: L[] = []): Counter<L> {
  return new Counter({ name: `parley_${name}`, help, labelNames, registers });
}

function seconds<L extends string = never>(name: string, help: string, labelNames: L[] = []): Histogram<L> {
  return new Histogram({ name: `parley_${name}_seconds`, help, labelNames, buckets: SECONDS, registers });
}

/** A database that does not answer must not keep the other values back. */
const PATIENCE_MS = 2_000;

/** A value that is asked for when somebody reads the metrics. Several may supply it: they are added up by their labels. */
class Supplied<L extends string = never> {
  private readonly suppliers = new Set<() => Promise<void>>();

  constructor(name: string, help: string, labelNames: L[] = []) {
    const { suppliers } = this;
    this.gauge = new Gauge({
      name: `parley_${name}`,
      help,
      labelNames,
      registers,
      async collect() {
        this.reset();
        await Promise.all([...suppliers].map((supply) => supply()));
      },
    });
  }

  private readonly gauge: Gauge<L>;

  /** `read` that rejects, gives null or takes too long leaves the value out: what is not known is not 0. Ends with the returned call. */
  supply(labels: Record<L, string>, read: () => number | null | Promise<number | null>): () => void {
    const supply = async (): Promise<void> => {
      const late = new Promise<null>((resolve) => setTimeout(resolve, PATIENCE_MS, null).unref());
      // In a function of its own: what is thrown at once is a rejection, too.
      const found = (async () => read())().catch(() => null);
      const value = await Promise.race([found, late]);
      if (value !== null) this.gauge.inc(labels, value);
    };
    this.suppliers.add(supply);
    return () => void this.suppliers.delete(supply);
  }
}

export const metrics = {
  /** Logic. */
  messagesStored: counter('messages_stored_total', 'Messages committed, each counted once.', ['shard']),
  sendsRefused: counter('sends_refused_total', 'Sends that were refused, by the code their sender got.', ['code']),
  appendSeconds: seconds('append', 'One batch of sends, from the statement to its commit.', ['shard']),
  appendWaiting: new Supplied('append_waiting', 'Sends that wait for their batch.', ['shard']),
  fanoutSeconds: seconds('fanout', 'From the commit of messages to when their entries are on the way to the gateways.'),
  fanoutWaiting: new Supplied('fanout_waiting', 'Inbox entries that wait to be written.'),
  routeMisses: counter(
    'route_misses_total',
    'Deliveries for people who had nobody connected (logic), or not at the gateway that got them (gateway).',
    ['where'],
  ),
  deliveriesDropped: counter('deliveries_dropped_total', 'Times that Redis could not be told; devices pull instead.'),
  /** Gateway. */
  ackSeconds: seconds('ack', 'A send, from its arrival at the gateway to its ack; refused ones are not in it.'),
  deliveries: counter('deliveries_total', 'Messages and changes handed to devices, each counted for each device.'),
  deliveryLagSeconds: seconds(
    'delivery_lag',
    'From the commit of a message to when its frame is handed to the sockets; by the clocks of two machines if they are two.',
  ),
  connections: new Supplied('connections', 'Devices that are connected and signed in.'),
  socketEvents: counter('socket_events_total', 'Events of devices, by the code they were answered with.', [
    'event',
    'code',
  ]),
  sendsHeldBack: counter(
    'sends_held_back_total',
    'Sends that a gateway refused, most of them unread, as too many are under way.',
  ),
  sendsLimit: new Supplied('sends_limit', 'Sends that a gateway lets be under way at a time.'),
  framesWritten: counter('frames_written_total', 'Frames written to devices.'),
  bytesWritten: counter('bytes_written_total', 'Bytes of those frames.'),
  seenByClients: counter(
    'seen_by_clients_total',
    'What devices report of how their inboxes were pushed to them: missing, healed by a pull, duplicate, late.',
    ['what'],
  ),
  slowReaders: counter(
    'slow_readers_total',
    'Devices cut off because they did not read; they sync when they come back.',
  ),
  routesRewritten: counter('routes_rewritten_total', 'Times that Redis had lost where devices are.'),
  resyncs: counter('resyncs_total', 'Times that all devices of a gateway were told to pull.'),
  /** Logic and worker. */
  poolConnections: new Supplied('pool_connections', 'Connections to a database, by state.', [
    'database',
    'pool',
    'state',
  ]),
  poolWaiting: new Supplied('pool_waiting', 'Statements that wait for a connection.', ['database', 'pool']),
  databaseSilences: counter('database_silences_total', 'Connections cut because a database did not answer.', [
    'database',
  ]),
  /** Worker. */
  outboxRows: new Supplied('outbox_rows', 'Effects that are committed and not carried out yet.', ['database']),
  outboxOldest: new Supplied('outbox_oldest_seconds', 'Age of the oldest of them.', ['database']),
  outboxTakenOver: counter('outbox_taken_over_total', 'Effects that the worker finished for a process that did not.', [
    'database',
  ]),
  queueJobs: new Supplied('queue_jobs', 'Jobs of a queue, by state.', ['queue', 'state']),
  pushes: counter('pushes_total', 'Decisions about pushes, by outcome.', ['outcome']),
  /** All of them. After the pools: a part is asked through one, and would be seen waiting there. */
  reachable: new Supplied('reachable', 'Whether a part that this process needs answers it: 1 or 0.', ['part']),
} as const;

/** Of a whole process: its role on every line, and what Node tells of itself (CPU, memory, event loop, garbage). */
export function measureProcess(roles: readonly string[]): void {
  registry.setDefaultLabels({ roles: roles.join('+') });
  collectDefaultMetrics({ register: registry });
}
