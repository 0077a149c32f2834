import { Injectable } from '@nestjs/common';
import type { UserSummary } from '@parley/contract';
import { ShardRouter } from '@parley/db';
import { isFound, queryTokens, searchTerms } from './search-terms.js';
import { searchAmong, searchUsers } from './user.repo.js';
import { toUserSummary } from './user.view.js';

/** Finds active people by what their names or logins begin with. */
@Injectable()
export class FindUsers {
  constructor(private readonly router: ShardRouter) {}

  async execute({ query, limit }: { query: string; limit: number }): Promise<UserSummary[]> {
    const rows = await searchUsers(this.router.directory, queryTokens(query), limit);
    return rows.map((row) => toUserSummary(row));
  }

  /** The ids of those among these people whom a query finds: by their names and logins, or by what they are called there. */
  async among(
    people: readonly { userId: string; nickname: string | null }[],
    { query, limit }: { query: string; limit: number },
  ): Promise<string[]> {
    const tokens = queryTokens(query);
    const called = people.filter(({ nickname }) => nickname !== null && isFound(searchTerms(nickname, ''), tokens));
    const userIds = people.map(({ userId }) => userId);
    const named = await searchAmong(this.router.directory, { tokens, userIds, limit });
    return [...new Set([...called.map(({ userId }) => userId), ...named])].slice(0, limit);
  }
}
