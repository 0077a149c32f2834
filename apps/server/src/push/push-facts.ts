import { Injectable } from '@nestjs/common';
import type { NotificationSettings } from '@parley/contract';
import { holdsKeyword, isQuiet, type PushFacts, type PushMessage } from '@parley/core';
import { MESSAGE_KIND, type PushAsk, pushMessages, type PushMessageRow, type Shard, ShardRouter } from '@parley/db';
import { settingsView } from '../notification/notification.access.js';
import { Logger } from '../platform/logger.js';
import { DeviceRoutes } from '../socket/device-routes.js';
import { pushPersonal, type PushPersonalRow } from './push-target.repo.js';

/** `place`: of the inbox entry; null: whether a device has it doesn't matter any more. */
export type FactsAsk = PushAsk & { place: number | null };

/** All that is known about pushing one message to one person, but what was pushed before. */
export type KnownFacts = Omit<PushFacts, 'pushedAt' | 'systemPushedAt'> & {
  /** null: it is not theirs to see. */
  row: PushMessageRow | null;
  settings: NotificationSettings;
};

/** Collects what the policy asks for, a query per kind of fact and shard, however many messages there are. */
@Injectable()
export class PushFactsLoader {
  constructor(
    private readonly shards: ShardRouter,
    private readonly routes: DeviceRoutes,
    private readonly logger: Logger,
  ) {}

  /** Of people of one shard, lining up with what was asked for. */
  async load(shard: Shard, asks: readonly FactsAsk[], now: number): Promise<KnownFacts[]> {
    const pairs = distinctPairs(asks);
    const [personal, rows, online] = await Promise.all([
      pushPersonal(shard, [...pairs.values()]),
      this.messages(asks),
      this.online([...new Set(asks.map(({ userId }) => userId))]),
    ]);
    const byPair = new Map([...pairs.keys()].map((key, index) => [key, personal[index]]));
    return asks.map((ask, index) => {
      const own = byPair.get(keyOf(ask));
      if (own === undefined) throw new Error('a pair was not answered');
      return factsOf(ask, { own, row: rows[index] ?? null, isOnline: online.has(ask.userId), now });
    });
  }

  /** Lining up; what they may see is asked where it was said. */
  private async messages(asks: readonly FactsAsk[]): Promise<(PushMessageRow | null)[]> {
    const found = new Map<FactsAsk, PushMessageRow | null>();
    const groups = this.shards.groupByShard(asks, ({ conversationId }) => conversationId);
    await Promise.all(
      [...groups].map(async ([shard, mine]) => {
        const rows = await pushMessages(shard, mine);
        mine.forEach((ask, index) => found.set(ask, rows[index] ?? null));
      }),
    );
    return asks.map((ask) => found.get(ask) ?? null);
  }

  /** Who has a device that is connected. While nobody can tell, nobody has: rather one push too many. */
  private async online(userIds: readonly string[]): Promise<ReadonlySet<string>> {
    try {
      return new Set((await this.routes.gatewaysOf(userIds)).keys());
    } catch (error) {
      this.logger.debug('pushed without knowing who is online', { err: error });
      return new Set();
    }
  }
}

type Found = { own: PushPersonalRow; row: PushMessageRow | null; isOnline: boolean; now: number };

function factsOf(ask: FactsAsk, { own, row, isOnline, now }: Found): KnownFacts {
  const settings = settingsView(own.settings);
  const { kind = '', memberCount = 0, mode = 'write' } = row?.conversation ?? {};
  return {
    row,
    settings,
    message: messageOf(ask, { own, row, isOnline, settings }),
    conversation: { kind, memberCount, large: mode === 'read' },
    notify: own.notify,
    muted: own.mutedUntil !== null && own.mutedUntil > now,
    quiet: isQuiet(settings, now),
    targets: own.targets,
    online: isOnline,
    now,
  };
}

type Around = Omit<Found, 'now'> & { settings: NotificationSettings };

function messageOf({ userId, place }: FactsAsk, { own, row, isOnline, settings }: Around): PushMessage {
  const acked = place !== null && own.ackedPlace >= place;
  const nothing = { own: false, system: false, calls: null, keyword: false, thread: null, read: false, acked } as const;
  if (row === null) return { ...nothing, state: 'gone', at: 0 };
  return {
    state: row.kind === MESSAGE_KIND.recalled ? 'recalled' : 'there',
    own: row.senderId === userId,
    system: row.kind === MESSAGE_KIND.system,
    at: row.sentAt,
    calls: callsOf(row, userId, isOnline),
    keyword: holdsKeyword(row.text ?? '', settings.keywords),
    thread: row.inThread ? (row.followed ? 'followed' : 'other') : null,
    read: row.isRead,
    acked,
  };
}

type Mentioning = { mentions?: readonly { type: string; userId?: string }[] };

/** Who calls those who are here doesn't mean those who are not, and who calls all in a thread means those who follow it. */
function callsOf(
  { structure, inThread, followed }: PushMessageRow,
  userId: string,
  isOnline: boolean,
): PushMessage['calls'] {
  const { mentions = [] }: Mentioning = structure ?? {};
  if (mentions.some((one) => one.type === 'user' && one.userId === userId)) return 'me';
  if (inThread && !followed) return null;
  return mentions.some(({ type }) => type === 'all' || (type === 'here' && isOnline)) ? 'all' : null;
}

type Pair = { userId: string; conversationId: string };

function distinctPairs(asks: readonly Pair[]): Map<string, Pair> {
  return new Map(
    asks.map(({ userId, conversationId }) => [keyOf({ userId, conversationId }), { userId, conversationId }]),
  );
}

function keyOf({ userId, conversationId }: Pair): string {
  return `${userId}:${conversationId}`;
}
