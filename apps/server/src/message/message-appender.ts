import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { type MessageSent, ParleyError } from '@parley/contract';
import { namedIn } from '@parley/core';
import { type Shard, ShardRouter, type ThreadAt } from '@parley/db';
import { ChangeMode } from '../conversation/change-mode.js';
import { FanOut, type FanoutItem } from '../fanout/fan-out.js';
import { RoomPublisher, type Said } from '../fanout/room-publisher.js';
import { AppendLane, type CommittedBatch, type CommittedSend } from './append-lane.js';
import { AppenderTools } from './appender-tools.js';
import { messageItems } from './message-fanout.js';
import { findRetry } from './message.repo.js';
import { messageView } from './message.view.js';
import type { PendingSend } from './pending-send.js';
import { SendRights } from './send-rights.js';

const RETRY_HINT_MS = 500;

/** The lanes: every send of this process goes through the one of its conversation's shard. */
@Injectable()
export class MessageAppender implements OnApplicationShutdown {
  private readonly lanes: Map<number, AppendLane>;

  constructor(
    private readonly shards: ShardRouter,
    rights: SendRights,
    private readonly fanOut: FanOut,
    private readonly rooms: RoomPublisher,
    private readonly modes: ChangeMode,
    private readonly tools: AppenderTools,
  ) {
    const { ids, clock, logger } = tools;
    this.lanes = new Map(
      shards.shards.map((shard) => [
        shard.id,
        new AppendLane({
          shard,
          rightsOf: (sends) => rights.of(sends),
          forgetRights: (conversationId) => rights.forget(conversationId),
          refreshMap: () => shards.map.refresh(),
          findRetry: (send) => findRetry(shard, send),
          nextId: () => ids.next(),
          now: () => clock.now(),
          committed: (batch) => this.fanOutNow(batch),
          logger,
        }),
      ]),
    );
  }

  /** Resolves after the commit; a retry resolves with the first answer. Rejects with a coded error. */
  append(send: PendingSend): Promise<MessageSent> {
    if (this.tools.logger.debugs) this.tell(send);
    const lane = this.lanes.get(this.shards.forConversation(send.input.conversationId).id);
    if (lane === undefined) send.refuse(new ParleyError('UNAVAILABLE', { part: 'shard' }));
    else if (lane.length >= this.tools.limit.sends || this.isBehind()) {
      send.refuse(new ParleyError('BUSY', { retryAfterMs: RETRY_HINT_MS }));
    } else if (!send.refuseIfBehindRefused()) lane.push(send);
    return send.done;
  }

  private tell({ trace, input: { conversationId }, done }: PendingSend): void {
    const { logger } = this.tools;
    done.then(
      ({ seq }) => logger.debug('send stored', { trace, conversationId, seq }),
      ({ code }: ParleyError) => logger.debug('send refused', { trace, conversationId, code }),
    );
  }

  /** What was stored can't be handed out as fast as it comes: senders are held back. */
  private isBehind(): boolean {
    return this.fanOut.backlog >= this.tools.limit.sends * 10 || this.rooms.backlog >= this.tools.limit.sends;
  }

  /** Sends that wait for their batch, by shard. */
  waiting({ id }: Pick<Shard, 'id'>): number {
    return this.lanes.get(id)?.length ?? 0;
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([...this.lanes.values()].map((lane) => lane.idle()));
  }

  /** Straight from the commit, with what is in memory; whatever goes wrong is left in the outbox for the sweeper. */
  private fanOutNow({ shard, outboxId, threadOutboxId, sends, span }: CommittedBatch): void {
    const items: FanoutItem[] = [];
    const said: Said[] = [];
    const committedAt = this.tools.clock.now();
    // With each delivery they would cost: only where somebody reads the lines of gateways, too.
    const { debugs } = this.tools.logger;
    for (const { send, right, sent } of sends) {
      const { mode, memberIds, accessVersion } = right;
      const { threadSeq, ...content } = send.columns;
      const { threadOrd = 0, ...stored } = sent;
      const row = {
        conversationId: send.input.conversationId,
        senderId: send.actor.userId,
        clientMsgId: send.input.clientMsgId,
        ...stored,
        ...content,
        thread: threadSeq === null ? null : { seq: threadSeq, ord: threadOrd },
      };
      const message = messageView(row);
      const trace = debugs ? send.trace : undefined;
      if (mode === 'read') {
        said.push({ message, accessVersion, committedAt, trace, span });
        this.tools.hot.said({ ...row, contentVersion: 1, marks: null, replies: null });
      }
      const mentionedIds = mode === 'read' ? namedIn(message.content) : [];
      items.push(...messageItems({ message, mode, memberIds, mentionedIds, origin: send.origin, trace }));
      this.modes.noteSent({ conversationId: message.conversationId, ...right }, 1);
    }
    this.rooms.say(said);
    const threads = threadsOf(sends);
    if (threads.length > 0) void this.tools.threads.now(shard, { outboxId: threadOutboxId, payload: threads });
    const traces = sends.map(({ send }) => send.trace);
    this.fanOut.run({ shard, outboxId, committedAt, traces, span }, items).catch(() => undefined); // said by the lane that failed
  }
}

/** In which something was said, each once. */
function threadsOf(sends: readonly CommittedSend[]): ThreadAt[] {
  const threads = new Map<string, ThreadAt>();
  for (const { send } of sends) {
    const { conversationId } = send.input;
    const { threadSeq: seq } = send.columns;
    if (seq !== null) threads.set(`${conversationId}:${seq}`, { conversationId, seq });
  }
  return [...threads.values()];
}
