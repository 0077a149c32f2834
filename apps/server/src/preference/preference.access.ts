import { Injectable } from '@nestjs/common';
import { Preferences } from '@parley/contract';
import { DEFAULT_PREFERENCES } from '@parley/core';
import { ShardRouter } from '@parley/db';
import { type PreferenceRow, storedPreferences } from './preference.repo.js';

/** The one door to how people like their client: each sees their own. */
@Injectable()
export class PreferenceAccess {
  constructor(private readonly shards: ShardRouter) {}

  async preferencesOf(userId: string): Promise<Preferences> {
    return preferencesView(await storedPreferences(this.shards.forUser(userId), userId));
  }
}

/** Row → wire. What this release doesn't know of it counts as not chosen. */
export function preferencesView(row: PreferenceRow | undefined): Preferences {
  if (row === undefined) return DEFAULT_PREFERENCES;
  return Preferences.parse({ ...row.preferences, version: row.version });
}
