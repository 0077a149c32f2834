import { Injectable } from '@nestjs/common';
import { ParleyError } from '@parley/contract';
import type { UserSummary } from '@parley/contract';
import { ShardRouter } from '@parley/db';
import { Clock } from '../platform/clock.js';
import { findUsersById } from './user.repo.js';
import { toUserSummary } from './user.view.js';

/** A new name shows this much later; chat lists ask for the same people all the time. */
const FRESH_MS = 10_000;
const CACHED = 50_000;

type Cached = { summary: UserSummary | null; until: number };

/** The one way to people. Everybody in the org may see everybody; the doctor's system users are seen by nobody. */
@Injectable()
export class UserAccess {
  private readonly cache = new Map<string, Cached>();

  constructor(
    private readonly router: ShardRouter,
    private readonly clock: Clock,
  ) {}

  /** In the order asked for; ids that are nobody's are left out. One query, however many are not cached. */
  async summaries(userIds: readonly string[]): Promise<UserSummary[]> {
    const now = this.clock.now();
    const unknown = new Set(userIds.filter((id) => (this.cache.get(id)?.until ?? 0) <= now));
    const cached = new Map(userIds.map((id) => [id, this.cache.get(id)?.summary]));
    // Loading may empty the cache, so what is known is taken out first.
    const found = new Map(await this.load(unknown, now + FRESH_MS));
    return userIds.flatMap((id) => (unknown.has(id) ? found.get(id) : cached.get(id)) ?? []);
  }

  /** Somebody to talk to; throws USER_NOT_FOUND for a disabled account, too. */
  async requireActive(userId: string): Promise<UserSummary> {
    const [summary] = await this.summaries([userId]);
    if (summary?.active !== true) throw new ParleyError('USER_NOT_FOUND');
    return summary;
  }

  /** People to bring together; throws USER_NOT_FOUND and says who is nobody, or disabled. */
  async requireAllActive(userIds: readonly string[]): Promise<void> {
    const active = new Set((await this.summaries(userIds)).flatMap((one) => (one.active ? one.userId : [])));
    const missing = userIds.filter((userId) => !active.has(userId));
    if (missing.length > 0) throw new ParleyError('USER_NOT_FOUND', { userIds: missing.slice(0, 20) });
  }

  /** Whose account is not disabled, as it is now: for what is done in somebody's name. */
  async activeNow(userIds: readonly string[]): Promise<Set<string>> {
    const rows = userIds.length === 0 ? [] : await findUsersById(this.router.directory, [...new Set(userIds)]);
    return new Set(rows.map(toUserSummary).flatMap(({ userId, active }) => (active ? [userId] : [])));
  }

  /** They were disabled or enabled. */
  forget(userIds: readonly string[]): void {
    for (const userId of userIds) this.cache.delete(userId);
  }

  private async load(ids: ReadonlySet<string>, until: number): Promise<[string, UserSummary][]> {
    if (ids.size === 0) return [];
    const rows = await findUsersById(this.router.directory, [...ids]);
    const found = new Map(rows.map((row) => [String(row.id), toUserSummary(row)]));
    if (this.cache.size + ids.size > CACHED) this.cache.clear();
    for (const id of ids) this.cache.set(id, { summary: found.get(id) ?? null, until });
    return [...found];
  }
}
