import { Injectable } from '@nestjs/common';
import type { Scheduled, ScheduledPage } from '@parley/contract';
import { ShardRouter } from '@parley/db';
import { PageRoom } from '../platform/page-bytes.js';
import { notAPlace } from '../platform/page-place.js';
import { scheduledByIds, scheduledPage } from './scheduled.repo.js';
import { scheduledView } from './scheduled.view.js';

/** The one door to scheduled messages for those who read: each sees their own. */
@Injectable()
export class ScheduledAccess {
  constructor(private readonly shards: ShardRouter) {}

  /** By id; deleted ones are missing. */
  async byIds(userId: string, ids: readonly string[]): Promise<Map<string, Scheduled>> {
    if (ids.length === 0) return new Map();
    const refs = ids.map((scheduledId) => ({ userId, scheduledId }));
    const rows = await scheduledByIds(this.shards.forUser(userId), refs);
    return new Map(rows.flatMap((row) => scheduledView(row) ?? []).map((one) => [one.scheduledId, one]));
  }

  /** What was not sent yet. */
  async page(userId: string, { after, limit }: { after?: string | undefined; limit: number }): Promise<ScheduledPage> {
    const place = after === undefined ? null : placeOf(after);
    const rows = await scheduledPage(this.shards.forUser(userId), { userId, after: place, limit: limit + 1 });
    const views = rows.slice(0, limit).flatMap((row) => scheduledView(row) ?? []);
    const fit = new PageRoom().fitting(views, ({ content }) => (content === null ? undefined : { content }));
    const scheduled = views.slice(0, fit);
    const last = scheduled.at(-1);
    const next = rows.length > fit && last !== undefined ? `${last.sendAt}:${last.scheduledId}` : null;
    return { scheduled, next };
  }
}

function placeOf(after: string): { sendAt: number; scheduledId: string } {
  const [, sendAt, scheduledId] = /^(\d{1,15}):([1-9]\d{0,17})$/.exec(after) ?? [];
  if (sendAt === undefined || scheduledId === undefined) {
    throw notAPlace();
  }
  return { sendAt: Number(sendAt), scheduledId };
}
