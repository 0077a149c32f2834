import { Injectable } from '@nestjs/common';
import type { UserSummary } from '@parley/contract';
import { ShardRouter } from '@parley/db';
import { queryTokens } from './search-terms.js';
import { searchUsers } from './user.repo.js';
import { toUserSummary } from './user.view.js';

/** Finds active people by what their names or logins begin with. */
@Injectable()
export class FindUsers {
  constructor(private readonly router: ShardRouter) {}

  async execute({ query, limit }: { query: string; limit: number }): Promise<UserSummary[]> {
    const rows = await searchUsers(this.router.directory, queryTokens(query), limit);
    return rows.map((row) => toUserSummary(row));
  }
}
