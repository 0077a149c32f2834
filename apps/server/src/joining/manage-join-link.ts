import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { JoinLink, RestOutput } from '@parley/contract';
import { checkAdmin } from '@parley/core';
import { ShardRouter } from '@parley/db';
import type { Actor } from '../auth/actor.js';
import { hashSecret } from '../auth/refresh-token.js';
import { ChangeGroup } from '../group/change-group.js';
import { Clock } from '../platform/clock.js';
import { insertLink, type LinkRow, liveLink, revokeLink } from './join-link.repo.js';

type NewLink = { expiresInMs: number; maxUses: number | null };

/** The one link that leads into a group: shown, made anew, ended. Its secret is told once, and stored as a hash. */
@Injectable()
export class ManageJoinLink {
  constructor(
    private readonly shards: ShardRouter,
    private readonly clock: Clock,
    private readonly change: ChangeGroup,
  ) {}

  async show(actor: Actor, conversationId: string): Promise<RestOutput<'joinLink'>> {
    await this.requireAdmin(actor, conversationId);
    const link = await liveLink(this.shards.directory, conversationId, new Date(this.clock.now()));
    return { link: link === null ? null : linkView(link) };
  }

  /** The one before ends in the same transaction. */
  async make(
    actor: Actor,
    conversationId: string,
    { expiresInMs, maxUses }: NewLink,
  ): Promise<RestOutput<'makeJoinLink'>> {
    await this.requireAdmin(actor, conversationId);
    const token = randomBytes(24).toString('base64url');
    const now = new Date(this.clock.now());
    const link = {
      conversationId,
      createdBy: actor.userId,
      createdAt: now,
      expiresAt: new Date(now.getTime() + expiresInMs),
      maxUses,
    };
    await this.shards.directory.tx(async (tx) => {
      await revokeLink(tx, conversationId, now);
      await insertLink(tx, { ...link, hash: hashSecret(token) });
    });
    return { token, link: linkView({ ...link, uses: 0 }) };
  }

  async revoke(actor: Actor, conversationId: string): Promise<void> {
    await this.requireAdmin(actor, conversationId);
    const now = new Date(this.clock.now());
    await this.shards.directory.tx((tx) => revokeLink(tx, conversationId, now));
  }

  /** Asked on the group's shard; the link itself lives in the directory, where it is looked up by its hash. */
  private requireAdmin({ userId }: Actor, conversationId: string): Promise<void> {
    return this.change.execute(userId, conversationId, (_tx, { actor }) => {
      checkAdmin(actor);
      return Promise.resolve(null);
    });
  }
}

function linkView({ createdBy, createdAt, expiresAt, maxUses, uses }: LinkRow): JoinLink {
  return { createdBy, createdAt: createdAt.getTime(), expiresAt: expiresAt.getTime(), maxUses, uses };
}
