import type { UserSummary } from '@parley/contract';
import type { UserRow } from './user.repo.js';

export function toUserSummary(row: UserRow): UserSummary {
  return { userId: String(row.id), login: row.login, name: row.name, active: row.status === 'active' };
}
