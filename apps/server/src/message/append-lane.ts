import { type AppendResult, type AppendRow, appendBatch, type Shard } from '@parley/db';
import { type ErrorCode, type MessageSent, ParleyError } from '@parley/contract';
import type { Logger } from '../platform/logger.js';
import { metrics } from '../platform/metrics.js';
import { type SpanRef, spans } from '../platform/spans.js';
import { someOf } from '../platform/trace.js';
import type { PostingRight } from '../conversation/conversation.access.js';
import type { PendingSend } from './pending-send.js';
import { failureOf } from './append-failure.js';

/** At most this many sends in one transaction. */
const MAX_BATCH = 200;
/** While fewer wait, a busy lane waits a moment for more: batches of 40 and more cost half of batches of 5. */
const LINGER_BELOW = 64;
const LINGER_MS = 12;
/** Sends a second from which waiting pays; below, a send leaves at once. */
const BUSY_RATE = 400;
/** A send whose conversation somebody else holds for so many rounds is given up: it may be sent again. */
const MAX_TRIES = 50;
/** Rights that have ended say nothing about what was stored while they were there. */
const REFUSALS: ReadonlySet<ErrorCode> = new Set([
  'CONVERSATION_NOT_FOUND',
  'MUTED',
  'ALL_MUTED',
  'POSTING_RESTRICTED',
  'SLOW_MODE',
  'ARCHIVED',
  'MENTION_NOT_A_MEMBER',
  'MENTION_ALL_REFUSED',
  'REPLY_NOT_FOUND',
  'THREAD_NOT_FOUND',
]);
/** Pause before a round that holds nothing but such sends. */
const RETRY_MS = 20;

export type AppendLaneParts = {
  shard: Shard;
  rightsOf: (sends: readonly PendingSend[]) => Promise<(PostingRight | ParleyError)[]>;
  forgetRights: (conversationId: string) => void;
  /** The map moved on: load it again. */
  refreshMap: () => Promise<void>;
  findRetry: (send: PendingSend) => Promise<MessageSent | null>;
  nextId: () => string;
  now: () => number;
  /** Called in commit order, before the senders hear. */
  committed: (batch: CommittedBatch) => void;
  logger: Logger;
};

export type CommittedSend = { send: PendingSend; right: PostingRight; sent: MessageSent };
export type CommittedBatch = {
  shard: Shard;
  outboxId: string;
  threadOutboxId: string;
  sends: CommittedSend[];
  /** Of the append, where one of its sends is sampled. */
  span: SpanRef | undefined;
};

type BatchIds = Pick<CommittedBatch, 'outboxId' | 'threadOutboxId' | 'span'>;

/** A send with the right that it is made under. */
type Ready = { send: PendingSend; right: PostingRight };

/** One lane per shard and process: gathers sends while the batch before is on its way, stores them in one round trip. */
export class AppendLane {
  private queue: PendingSend[] = [];
  private refusing = false;
  private running: Promise<void> | null = null;
  private arrivals = 0;
  private rate = 0;
  private rateAt = performance.now();

  constructor(private readonly parts: AppendLaneParts) {}

  get length(): number {
    return this.queue.length;
  }

  push(send: PendingSend): void {
    send.onRefused = () => this.refuseBehind(send);
    this.queue.push(send);
    this.arrivals += 1;
    this.running ??= this.run();
  }

  /** One pass in queue order finds the whole chain: each refused send makes the one that names it the next. */
  private refuseBehind({ stream }: PendingSend): void {
    if (this.refusing) return;
    this.refusing = true;
    this.queue = this.queue.filter((send) => send.stream !== stream || !send.refuseIfBehindRefused());
    this.refusing = false;
  }

  /** Resolves when nothing waits and nothing is on its way. */
  async idle(): Promise<void> {
    while (this.running !== null) await this.running;
  }

  private async run(): Promise<void> {
    // A turn of the event loop: what arrived in one read of the sockets goes together.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.queue.length > 0) {
      await this.linger();
      const batch = this.queue.splice(0, MAX_BATCH);
      try {
        await this.store(batch);
      } catch (error) {
        this.parts.logger.error('append lane failed', {
          shard: this.parts.shard.name,
          traces: someOf(batch.map(({ trace }) => trace)),
          err: error,
        });
        for (const send of batch) send.refuse(new ParleyError('UNCERTAIN'));
      }
    }
    this.running = null;
  }

  private async linger(): Promise<void> {
    const now = performance.now();
    if (now - this.rateAt > 100) {
      this.rate = (this.arrivals * 1_000) / (now - this.rateAt);
      this.arrivals = 0;
      this.rateAt = now;
    }
    if (this.queue.length >= LINGER_BELOW || this.rate < BUSY_RATE) return;
    await new Promise((resolve) => setTimeout(resolve, LINGER_MS));
  }

  private async store(batch: readonly PendingSend[]): Promise<void> {
    const ready = await this.withRights(batch.filter((send) => !send.refuseIfBehindRefused()));
    if (ready.length === 0) return;
    // After a lock timed out, what is locked is stepped over, so that one conversation can't stall the others.
    const retried = ready.filter(({ send }) => send.tries > 0).length;
    const again = await this.attempt(ready, retried > 0);
    // Who is refused here takes others out of the queue, which makes it another array: only then the rest goes in.
    const staying = again.filter((send) => this.mayGoAgain(send) && !send.refuseIfBehindRefused());
    // To the front: they were first, and keep their order.
    this.queue.unshift(...staying);
    if (retried === ready.length && again.length > 0) await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }

  private mayGoAgain(send: PendingSend): boolean {
    send.tries += 1;
    if (send.tries <= MAX_TRIES) return true;
    send.refuse(new ParleyError('BUSY', { retryAfterMs: 1_000 }));
    return false;
  }

  /** Those who may not post hear it now, unless this is the retry of a send that was stored when they still could. */
  private async withRights(sends: readonly PendingSend[]): Promise<Ready[]> {
    if (sends.length === 0) return [];
    const rights = await this.parts
      .rightsOf(sends)
      .catch((error: unknown) => sends.map(() => failureOf(error, 'nothing-sent')));
    const ready: Ready[] = [];
    for (const [index, send] of sends.entries()) {
      const right = rights[index] ?? new ParleyError('INTERNAL');
      if (send.refuseIfBehindRefused()) continue;
      if (!(right instanceof ParleyError)) {
        ready.push({ send, right });
        continue;
      }
      const first = REFUSALS.has(right.code) ? await this.parts.findRetry(send).catch(() => null) : null;
      if (first !== null) send.resolve(first);
      else send.refuse(right);
    }
    return ready;
  }

  /** One round trip; gives back the sends that have to go again. */
  private async attempt(batch: readonly Ready[], skipLocked: boolean): Promise<PendingSend[]> {
    let ids: BatchIds;
    let results: AppendResult[];
    const span = spans.below(spansOf(batch), 'append', { shard: this.parts.shard.name, sends: batch.length });
    try {
      ids = { outboxId: this.parts.nextId(), threadOutboxId: this.parts.nextId(), span: span?.ref };
      const rows = toRows(batch, this.parts.nextId);
      const ended = metrics.appendSeconds.startTimer({ shard: this.parts.shard.name });
      results = await appendBatch(this.parts.shard, { rows, now: this.parts.now(), ...ids, skipLocked });
      ended();
      span?.end();
    } catch (error) {
      span?.end(failureOf(error, 'sent').code);
      return this.recover(batch, error);
    }
    return this.settle(batch, results, ids);
  }

  /** The whole batch failed: nothing of it is stored, or (the answer was lost) nobody knows. */
  private async recover(batch: readonly Ready[], error: unknown): Promise<PendingSend[]> {
    const failure = failureOf(error, 'sent');
    if (failure.code === 'BUSY') return batch.map(({ send }) => send); // a lock timed out: the next round moves it aside
    if (failure.code === 'INTERNAL' && batch.length > 1) return this.halve(batch);
    this.parts.logger.warn('append failed', {
      shard: this.parts.shard.name,
      code: failure.code,
      sends: batch.length,
      traces: someOf(batch.map(({ send }) => send.trace)),
      err: error,
    });
    for (const { send } of batch) send.refuse(failure);
    return [];
  }

  /** A row that Postgres refuses must not take its neighbours with it: halve until it is alone. */
  private async halve(batch: readonly Ready[]): Promise<PendingSend[]> {
    const middle = Math.ceil(batch.length / 2);
    const first = await this.attempt(batch.slice(0, middle), false);
    // What goes again must not be overtaken by what stands behind it in its stream.
    const waiting = new Set(first.map(({ stream }) => stream));
    const rest = batch.slice(middle).filter(({ send }) => !send.refuseIfBehindRefused());
    const behind = rest.filter(({ send }) => waiting.has(send.stream)).map(({ send }) => send);
    const free = rest.filter(({ send }) => !waiting.has(send.stream));
    const second = free.length > 0 ? await this.attempt(free, false) : [];
    return [...first, ...behind, ...second];
  }

  private async settle(
    batch: readonly Ready[],
    results: readonly AppendResult[],
    ids: BatchIds,
  ): Promise<PendingSend[]> {
    const committed: CommittedSend[] = [];
    const again = new Set<PendingSend>();
    const goingAgain = new Set<string>();
    let stale = false;
    const answers: (() => void)[] = [];
    for (const [index, { send, right }] of batch.entries()) {
      const result = results[index];
      const status = result?.status ?? 'stale-epoch';
      if (result !== undefined && (status === 'stored' || status === 'retry')) {
        const { messageId, seq, rev, ord, sentAt, threadOrd } = result;
        const sent = { messageId, seq, rev, ord, sentAt, ...(threadOrd > 0 && { threadOrd }) };
        if (status === 'stored') committed.push({ send, right, sent });
        answers.push(() => send.resolve(sent));
      } else if (status === 'conflict') {
        send.refuse(new ParleyError('CONFLICT', { clientMsgId: send.input.clientMsgId }));
      } else if (status === 'unknown-conversation') {
        this.parts.forgetRights(send.input.conversationId);
        send.refuse(new ParleyError('CONVERSATION_NOT_FOUND'));
      } else if (status === 'after-failed' && !goingAgain.has(send.stream)) {
        send.refuse(new ParleyError('AFTER_FAILED'));
      } else {
        if (status === 'access-changed') this.parts.forgetRights(send.input.conversationId);
        if (status === 'stale-epoch') stale = true;
        goingAgain.add(send.stream);
        again.add(send);
      }
    }
    metrics.messagesStored.inc({ shard: this.parts.shard.name }, committed.length);
    if (committed.length > 0) this.parts.committed({ shard: this.parts.shard, ...ids, sends: committed });
    for (const answer of answers) answer();
    if (stale) await this.parts.refreshMap();
    return [...again];
  }
}

function spansOf(batch: readonly Ready[]): SpanRef[] {
  const found: SpanRef[] = [];
  for (const { send } of batch) if (send.span !== undefined) found.push(send.span);
  return found;
}

function toRows(batch: readonly Ready[], nextId: () => string): AppendRow[] {
  // Streams of this batch: a send belongs to that of the send that it names, and begins one of its own when it names none.
  const streams = new Map<string, number>();
  return batch.map(({ send, right }, index) => {
    const { clientMsgId, after } = send.input;
    const stream = (after === undefined ? undefined : streams.get(`${send.stream}/${after}`)) ?? index;
    streams.set(`${send.stream}/${clientMsgId}`, stream);
    return {
      conversationId: send.input.conversationId,
      senderId: send.actor.userId,
      clientMsgId,
      messageId: nextId(),
      stream,
      accessVersion: right.accessVersion,
      countsAsUnread: send.columns.threadSeq === null,
      authorDepartmentId: right.authorDepartmentId,
      kind: send.columns.kind,
      text: send.columns.text,
      structure: send.columns.structure,
      thread: send.columns.threadSeq,
    };
  });
}
