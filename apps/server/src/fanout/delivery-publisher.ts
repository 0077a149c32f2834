import type { Signal } from '@parley/contract';
import type { Redis } from 'ioredis';
import type { Logger } from '../platform/logger.js';
import { metrics } from '../platform/metrics.js';
import type { SpanRef } from '../platform/spans.js';
import type { TraceId } from '../platform/trace.js';
import type { Interests } from '../socket/interests.js';
import type { DeviceRoutes } from '../socket/device-routes.js';
import type { GatewayLeases } from '../socket/gateway-leases.js';
import {
  CHANNELS,
  type Delivery,
  type LookDelivery,
  packEnvelope,
  RESYNC_ALL,
  type RoomDelivery,
} from '../socket/envelope.js';
import { encodeEntries, encodeEvent } from '../socket/frames.js';

/** A committed inbox entry; `origin` and `body` as in FanoutItem. */
export type DeliveryEntry = {
  userId: string;
  inboxSeq: number;
  incarnation: string;
  origin: string;
  body: () => string;
  trace?: TraceId | undefined;
};
/** What gateways are told of the entries beside them; `committedAt`: of messages. */
export type EntriesAbout = { committedAt: number | null; span?: SpanRef | undefined };

/** The gateway of this very process, if it has one: no detour over Redis, and no dependence on it. */
export type LocalGateway = { bootId: string; deliver: (deliveries: readonly Delivery[]) => void };

/** `rooms`, `looks`: which gateways want to hear of a read-mode conversation, and of a person. */
type Parts = {
  redis: Redis;
  routes: DeviceRoutes;
  leases: GatewayLeases;
  rooms: Interests;
  looks: Interests;
  logger: Logger;
};

/** A frame is cut here: one slow reader's bound must not be eaten by a single frame. */
const FRAME_CHARS = 128 * 1024;
const RECOVERY_MS = 1_000;
const MAX_RECOVERY_MS = 30_000;
/** Deliveries that wait when the process leaves get this long. */
const DRAIN_MS = 3_000;
/** Deliveries that may wait for Redis; beyond, devices are told to pull instead. */
const MAX_WAITING = 20_000;

/**
 * From committed entries to the gateways that hold the devices: looks routes up, unless one gateway has them all, and packs one
 * envelope per gateway. A hint all the way: what can't be delivered is pulled.
 */
export class DeliveryPublisher {
  private local: LocalGateway | null = null;
  /** Something was dropped since; every gateway tells its devices to pull once Redis answers again. */
  private dropped = false;
  private recovery: NodeJS.Timeout | null = null;
  /** Longer each time in a row: everybody pulling again and again is what an overloaded server can't bear. */
  private recoveryMs = RECOVERY_MS;
  private recoveredAt = -Infinity;
  private waiting: Delivery[] = [];
  private publishing = false;

  constructor(private readonly parts: Parts) {}

  attachLocal(gateway: LocalGateway): void {
    this.local = gateway;
  }

  entries(entries: readonly DeliveryEntry[], about: EntriesAbout = { committedAt: null }): void {
    this.send(toDeliveries(entries, about));
  }

  signal(userIds: string[], signal: Signal, watching: string | null = null): void {
    if (userIds.length === 0) return;
    this.send([{ kind: 'signal', userIds, watching, frame: encodeEvent('signal', signal) }]);
  }

  /** What was said in a read-mode conversation, to the gateways that want to hear of it. */
  rooms(deliveries: readonly RoomDelivery[]): void {
    this.send(deliveries);
  }

  /** What is new about people, to those who have them on their screens. */
  looks(deliveries: readonly LookDelivery[]): void {
    if (deliveries.length > 0) this.send(deliveries);
  }

  /** These people's devices are to hear of the heads of a conversation from now on. */
  joined(conversationId: string, userIds: string[]): void {
    if (userIds.length > 0) this.send([{ kind: 'joined', conversationId, userIds }]);
  }

  /** These people's inboxes hold something that nobody may have told them: their devices pull. */
  missed(userIds: string[]): void {
    if (userIds.length === 0) return;
    this.send([{ kind: 'signal', userIds, watching: null, frame: encodeEvent('resync', { reason: 'missed' }) }]);
  }

  /** What waits still goes out, as long as Redis takes it. */
  async drain(): Promise<void> {
    const until = performance.now() + DRAIN_MS;
    while (this.publishing && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, 10));
    if (this.recovery !== null) clearTimeout(this.recovery);
  }

  private send(deliveries: readonly Delivery[]): void {
    this.local?.deliver(deliveries);
    if (this.waiting.length + deliveries.length > MAX_WAITING) {
      this.noteDropped();
      return;
    }
    this.waiting.push(...deliveries);
    if (!this.publishing) void this.publish();
  }

  /** One round at a time: what gathers while Redis answers goes together. */
  private async publish(): Promise<void> {
    this.publishing = true;
    while (this.waiting.length > 0) {
      const batch = this.waiting;
      this.waiting = [];
      try {
        await this.publishBatch(batch);
      } catch (error) {
        if (!this.dropped) this.parts.logger.warn('deliveries were dropped, devices will pull', { err: error });
        this.noteDropped();
      }
    }
    this.publishing = false;
  }

  private async publishBatch(batch: readonly Delivery[]): Promise<void> {
    const one = await this.parts.leases.one();
    const envelopes = one === null ? await this.byGateway(batch) : new Map([[one, batch]]);
    if (this.local !== null) envelopes.delete(this.local.bootId);
    await Promise.all(
      [...envelopes].map(([bootId, mine]) => this.parts.redis.publish(CHANNELS.gateway(bootId), packEnvelope(mine))),
    );
  }

  private async byGateway(batch: readonly Delivery[]): Promise<Map<string, readonly Delivery[]>> {
    const userIds = [...new Set(batch.flatMap(usersOf))];
    const [ofUsers, rooms, people] = await Promise.all([
      userIds.length === 0 ? new Map<string, Set<string>>() : this.parts.routes.gatewaysOf(userIds),
      this.parts.rooms.of(distinct(batch, (one) => (one.kind === 'room' ? one.conversationId : null))),
      this.parts.looks.of(distinct(batch, (one) => (one.kind === 'look' ? one.userId : null))),
    ]);
    const live = await this.parts.routes.liveAmong(bootIdsOf(rooms, people));
    return toEnvelopes(batch, ofUsers, (one) => {
      const wanted = one.kind === 'room' ? rooms.get(one.conversationId) : people.get(one.userId);
      return (wanted ?? []).filter((bootId) => live.has(bootId));
    });
  }

  private noteDropped(): void {
    metrics.deliveriesDropped.inc();
    this.dropped = true;
    if (performance.now() - this.recoveredAt > 2 * MAX_RECOVERY_MS) this.recoveryMs = RECOVERY_MS;
    this.recovery ??= setTimeout(() => void this.recover(), this.recoveryMs);
  }

  private async recover(): Promise<void> {
    this.recovery = null;
    this.dropped = false;
    this.recoveryMs = Math.min(this.recoveryMs * 2, MAX_RECOVERY_MS);
    try {
      await this.parts.redis.publish(CHANNELS.allGateways, RESYNC_ALL);
      this.recoveredAt = performance.now();
    } catch {
      this.noteDropped();
    }
  }
}

const NOBODY: ReadonlySet<string> = new Set();

/** What each gateway gets; a signal goes to a gateway once, with the users that it holds. */
function toEnvelopes(
  batch: readonly Delivery[],
  gateways: ReadonlyMap<string, Set<string>>,
  interested: (delivery: RoomDelivery | LookDelivery) => readonly string[],
): Map<string, Delivery[]> {
  const envelopes = new Map<string, Delivery[]>();
  const add = (bootId: string, delivery: Delivery): void => {
    const mine = envelopes.get(bootId);
    if (mine === undefined) envelopes.set(bootId, [delivery]);
    else mine.push(delivery);
  };
  for (const delivery of batch) {
    if (delivery.kind === 'event') {
      const holders = gateways.get(delivery.userId) ?? NOBODY;
      for (const bootId of holders) add(bootId, delivery);
      if (holders === NOBODY) metrics.routeMisses.inc({ where: 'logic' });
    } else if (delivery.kind === 'room' || delivery.kind === 'look') {
      for (const bootId of interested(delivery)) add(bootId, delivery);
    } else {
      for (const [bootId, userIds] of usersByGateway(delivery.userIds, gateways)) add(bootId, { ...delivery, userIds });
    }
  }
  return envelopes;
}

function distinct(batch: readonly Delivery[], idOf: (delivery: Delivery) => string | null): string[] {
  return [...new Set(batch.flatMap((delivery) => idOf(delivery) ?? []))];
}

function bootIdsOf(...interests: ReadonlyMap<string, readonly string[]>[]): string[] {
  return [...new Set(interests.flatMap((wanted) => [...wanted.values()].flat()))];
}

function usersOf(delivery: Delivery): readonly string[] {
  if (delivery.kind === 'room' || delivery.kind === 'look') return [];
  return delivery.kind === 'event' ? [delivery.userId] : delivery.userIds;
}

function usersByGateway(userIds: readonly string[], gateways: ReadonlyMap<string, Set<string>>): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const userId of userIds) {
    for (const bootId of gateways.get(userId) ?? []) {
      const mine = found.get(bootId);
      if (mine === undefined) found.set(bootId, [userId]);
      else mine.push(userId);
    }
  }
  return found;
}

type FrameGroup = { entries: string[]; own: number[]; traces: TraceId[]; first: DeliveryEntry; chars: number };

/** One frame per user and origin: what one batch holds for a person travels together. */
function toDeliveries(entries: readonly DeliveryEntry[], { committedAt, span }: EntriesAbout): Delivery[] {
  const groups = new Map<string, FrameGroup>();
  const full: FrameGroup[] = [];
  for (const entry of entries) {
    const body = entry.body();
    const key = `${entry.userId}/${entry.origin}`;
    let group = groups.get(key);
    if (group !== undefined && group.chars + body.length > FRAME_CHARS) {
      full.push(group);
      group = undefined;
    }
    if (group === undefined) {
      group = { entries: [], own: [], traces: [], first: entry, chars: 0 };
      groups.set(key, group);
    }
    group.entries.push(`{"inboxSeq":${entry.inboxSeq},${body}`);
    group.own.push(entry.inboxSeq);
    group.chars += body.length;
    if (entry.trace !== undefined) group.traces.push(entry.trace);
  }
  return [...full, ...groups.values()].map(({ first, own, traces, entries: parts }) => ({
    kind: 'event',
    userId: first.userId,
    origin: first.origin,
    own: first.origin === '' ? [] : own,
    measure: { entries: parts.length, committedAt, traces, span },
    frame: encodeEntries(first.incarnation, parts),
  }));
}
