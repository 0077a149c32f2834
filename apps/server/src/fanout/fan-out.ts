import type { FanoutEntry, FanoutPart, Shard, ShardRouter } from '@parley/db';
import type { Logger } from '../platform/logger.js';
import { metrics } from '../platform/metrics.js';
import { type SpanRef, spans } from '../platform/spans.js';
import { someOf, type TraceId } from '../platform/trace.js';
import type { DeliveryPublisher } from './delivery-publisher.js';
import { FanoutLane } from './fanout-lane.js';
import type { OutboxFinisher } from './outbox-finisher.js';

/** One inbox entry to be, and what the user's devices are told when it is. */
export type FanoutItem = {
  entry: FanoutEntry;
  /** The connection of the user that made the change: it is told the place, not the entry. '' if none. */
  origin: string;
  /** The entry as JSON after its `"inboxSeq":n,`; made only if somebody is there to hear it. */
  body: () => string;
  /** Told to the gateways, who write a line of it; left out where nobody reads such lines. */
  trace?: TraceId | undefined;
};

/**
 * The outbox row whose effect this is; of messages also when the oldest was committed, or sent if nobody knows. What is too much for one go is cut into pages, the same way each time: a page has its own
 * marker. The row is done with its last page.
 */
export type FanoutSource = {
  shard: Shard;
  outboxId: string;
  page?: { number: number; last: boolean };
  committedAt?: number;
  /** Of the messages in it. */
  traces?: readonly TraceId[];
  /** Of what committed them, where it is sampled. */
  span?: SpanRef | undefined;
};

/** Parts of a page are numbered by user shard, pages this far apart. */
const PARTS_PER_PAGE = 10_000;

/** Tries of a part whose users' buckets move meanwhile. */
const STALE_TRIES = 5;

/**
 * From a committed outbox row to inbox entries and deliveries. Run by logic right after the commit and by the worker for
 * what was left behind: the same code, the same markers, so whoever comes second writes nothing.
 */
export class FanOut {
  private readonly lanes: Map<number, FanoutLane>;
  private readonly running = new Set<Promise<void>>();

  constructor(
    private readonly shards: ShardRouter,
    private readonly publisher: DeliveryPublisher,
    private readonly finisher: OutboxFinisher,
    private readonly logger: Logger,
  ) {
    this.lanes = new Map(shards.shards.map((shard) => [shard.id, new FanoutLane(shard, logger)]));
  }

  /** Entries that wait in all lanes; senders are held back by it. */
  get backlog(): number {
    let sum = 0;
    for (const lane of this.lanes.values()) sum += lane.backlog;
    return sum;
  }

  /** Resolves when every inbox has its entries and the outbox row is on its way out; rejects when a shard is away. */
  async run(source: FanoutSource, items: readonly FanoutItem[]): Promise<void> {
    const ended = metrics.fanoutSeconds.startTimer();
    const above = source.span === undefined ? [] : [source.span];
    const span = spans.below(above, 'fan-out', { entries: items.length });
    const written = this.writeAll({ ...source, span: span?.ref }, items, STALE_TRIES);
    this.running.add(written);
    try {
      await written;
      const seconds = ended();
      span?.end();
      const { outboxId, traces } = source;
      if (traces !== undefined && this.logger.debugs) {
        this.logger.debug('fanned out', { traces, outboxId, entries: items.length, seconds });
      }
    } catch (error) {
      span?.end('left to the worker');
      // What failed is said by its lane; whose it was, here.
      const { outboxId, traces } = source;
      if (traces !== undefined) this.logger.warn('fan-out is left to the worker', { traces: someOf(traces), outboxId });
      throw error;
    } finally {
      this.running.delete(written);
    }
    if (source.page?.last !== false) this.finisher.done(source.shard, source.outboxId);
  }

  /** Resolves when nothing is on its way into an inbox. */
  async idle(): Promise<void> {
    while (this.running.size > 0) await Promise.allSettled(this.running);
  }

  private async writeAll(source: FanoutSource, items: readonly FanoutItem[], tries: number): Promise<void> {
    const byShard = this.shards.groupByShard(items, ({ entry }) => entry.userId);
    const writes = [...byShard].map(([shard, mine]) => this.write(source, shard, mine));
    const stale = (await settleAll(writes)).flat();
    if (stale.length === 0) return;
    if (tries === 0) throw new Error('buckets keep moving');
    await this.shards.map.refresh();
    await this.writeAll(source, stale, tries - 1);
  }

  /** One part: what goes to one user shard. Gives back its items when the shard refused the map's epoch. */
  private async write(
    source: FanoutSource,
    shard: Shard,
    items: readonly FanoutItem[],
  ): Promise<readonly FanoutItem[]> {
    const lane = this.lanes.get(shard.id);
    if (lane === undefined) throw new Error(`no lane for ${shard.name}`);
    const part: FanoutPart = {
      sourceShard: source.shard.id,
      outboxId: source.outboxId,
      part: (source.page?.number ?? 0) * PARTS_PER_PAGE + shard.id,
      entries: items.map(({ entry }) => entry),
    };
    const result = await lane.write(part);
    if (result.status === 'stale') return items;
    // Written by somebody who may have died before anybody was told.
    if (result.status === 'repeated') this.publisher.missed([...new Set(items.map(({ entry }) => entry.userId))]);
    if (result.status === 'written') {
      this.publisher.entries(
        items.map(({ entry, origin, body, trace }, index) => ({
          userId: entry.userId,
          inboxSeq: result.seqs[index] ?? 0,
          incarnation: result.incarnations[index] ?? '',
          origin,
          body,
          trace,
        })),
        { committedAt: source.committedAt ?? null, span: source.span },
      );
    }
    return [];
  }
}

/** Like Promise.all, but waits for all: a part that is on its way must not be repeated beside itself. */
async function settleAll<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  const results = await Promise.allSettled(promises);
  return results.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
}
