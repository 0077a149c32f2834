import { Inject, Injectable } from '@nestjs/common';
import { type Heads, ParleyError } from '@parley/contract';
import { heartbeatMsOn } from '@parley/core';
import { metrics } from '../platform/metrics.js';
import { Clock } from '../platform/clock.js';
import {
  type HeartbeatHeads,
  type HeartbeatQuery,
  LOGIC_PORT,
  type LogicPort,
  type WatchQuery,
} from '../rpc/logic.port.js';
import { Batcher } from '../platform/batcher.js';
import { Rooms } from '../socket/rooms.js';
import { CursorAcks } from '../socket/cursor-acks.js';
import type { Handlers } from '../socket/dispatcher.js';
import { InFlight } from '../http/in-flight.js';

/** They come many at a time: socket/gathered-heartbeats.ts. */
const HEARTBEATS = { waitMs: 20, max: 500, bound: 50_000 };
const WATCHES = { waitMs: 5, max: 200, bound: 50_000 };
/** A device pulls one page after the other, and a hundred and fifty are thirty thousand entries: more is nobody who catches up. */
const PULLS = { atOnce: 4, inTenSeconds: 150 };

/** Pulls, cursors and heartbeats; what many devices ask at the same moment is one call to logic. */
@Injectable()
export class SyncGateway {
  private readonly heartbeats: Batcher<HeartbeatQuery, HeartbeatHeads | null>;
  private readonly watches: Batcher<WatchQuery, Heads[]>;
  private readonly pulls = new InFlight(PULLS);

  constructor(
    @Inject(LOGIC_PORT) private readonly logic: LogicPort,
    private readonly clock: Clock,
    private readonly cursors: CursorAcks,
    private readonly rooms: Rooms,
  ) {
    this.watches = new Batcher(async (queries) => (await logic.watch({ queries })).answers, WATCHES);
    this.heartbeats = new Batcher(async (queries) => (await logic.heartbeats({ queries })).answers, HEARTBEATS);
  }

  readonly handlers: Handlers<'sync.pull' | 'sync.batch' | 'cursor.ack' | 'heartbeat' | 'watch'> = {
    'sync.pull': (connection, request) =>
      this.pulls.run(connection.actor.deviceId, async () => {
        const page = await this.logic.pull({ actor: connection.actor, request });
        if (!page.hasMore && page.reset === undefined) this.rooms.learn(connection, page.heads);
        return page;
      }),
    'sync.batch': (connection, request) =>
      this.pulls.run(connection.actor.deviceId, () => this.logic.pullTimelines({ actor: connection.actor, request })),
    'cursor.ack': async (connection, cursor) => {
      await this.cursors.store(connection, cursor);
      return {};
    },
    heartbeat: async (connection, { cursor, network, idleMs, seen }) => {
      this.cursors.note(connection, cursor);
      connection.beat({ network, idleMs });
      const { userId, deviceId } = connection.actor;
      const answer = await this.heartbeats.add({ userId, deviceId, conversationIds: [...connection.watching] });
      if (answer === null) throw new ParleyError('UNAVAILABLE', { part: 'database', retryAfterMs: 1_000 });
      this.rooms.learn(connection, answer.heads);
      // Only with an answer: the device tells again what was not answered.
      for (const [what, count] of Object.entries(seen ?? {})) metrics.seenByClients.inc({ what }, count);
      const said = network === undefined ? {} : { heartbeatMs: heartbeatMsOn(network) };
      return { ...answer, ...said, serverTime: this.clock.now(), own: connection.takeOwn() };
    },
    // The heads as of when what is said comes here: nothing falls between them and the first frame.
    watch: async (connection, { conversationIds }) => {
      await this.rooms.watch(connection, conversationIds);
      if (conversationIds.length === 0) return { heads: [] };
      const { userId } = connection.actor;
      return { heads: await this.watches.add({ userId, conversationIds }).catch(() => []) };
    },
  };
}
