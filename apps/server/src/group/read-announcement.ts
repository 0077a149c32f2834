import { Injectable } from '@nestjs/common';
import { ParleyError, type RestOutput } from '@parley/contract';
import { ShardRouter } from '@parley/db';
import type { Actor } from '../auth/actor.js';
import { readAnnouncement } from './profile.repo.js';

@Injectable()
export class ReadAnnouncement {
  constructor(private readonly shards: ShardRouter) {}

  async execute({ userId }: Actor, conversationId: string): Promise<RestOutput<'announcement'>> {
    const shard = this.shards.forConversation(conversationId);
    const { found, announcement } = await readAnnouncement(shard, { conversationId, userId });
    if (!found) throw new ParleyError('CONVERSATION_NOT_FOUND');
    return { announcement: announcement === null ? null : { ...announcement, at: announcement.at.getTime() } };
  }
}
