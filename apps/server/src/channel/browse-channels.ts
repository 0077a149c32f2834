import { Injectable } from '@nestjs/common';
import { type ChannelPage, Id } from '@parley/contract';
import { ShardRouter } from '@parley/db';
import type { Actor } from '../auth/actor.js';
import { notAPlace } from '../platform/page-place.js';
import { findChannels, joinedAmong } from './channel.repo.js';

type Query = {
  query: string;
  conversationId?: string | undefined;
  archived: 'true' | 'false';
  after?: string | undefined;
  limit: number;
};

/** Public channels: everybody in the org may find them. */
@Injectable()
export class BrowseChannels {
  constructor(private readonly shards: ShardRouter) {}

  async execute({ userId }: Actor, { query, conversationId, archived, after, limit }: Query): Promise<ChannelPage> {
    const ask = {
      query,
      conversationId: conversationId ?? null,
      archived: archived === 'true',
      after: after === undefined ? null : placeOf(after),
    };
    const found = await findChannels(this.shards.directory, { ...ask, limit: limit + 1 });
    const page = found.slice(0, limit);
    const ids = page.map(({ conversationId }) => conversationId);
    const joined = await joinedAmong(this.shards.forUser(userId), userId, ids);
    const last = page.at(-1);
    return {
      channels: page.map((one) => ({ ...one, joined: joined.has(one.conversationId) })),
      next: found.length > limit && last !== undefined ? `${last.conversationId}:${last.name}` : null,
    };
  }
}

/** `id:name`, as the page before gave it. */
function placeOf(after: string): { id: string; name: string } {
  const at = after.indexOf(':');
  const id = Id.safeParse(after.slice(0, Math.max(0, at)));
  if (!id.success) throw notAPlace();
  return { id: id.data, name: after.slice(at + 1) };
}
