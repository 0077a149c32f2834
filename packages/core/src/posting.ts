import { type GroupSettings, type MemberRole, ParleyError } from '@parley/contract';
import { mayIn } from './group-settings.js';

/** What a group says about sending. */
export type PostingRules = {
  readonly settings: Pick<GroupSettings, 'post' | 'muteAll' | 'slowSeconds'>;
  readonly archived: boolean;
};
/** `mutedUntil` in milliseconds; null: never muted. */
export type Poster = { readonly role: MemberRole; readonly mutedUntil: number | null };

/**
 * Whether somebody may send now: how many seconds must have passed since they last did (0: no matter). Nothing silences
 * the owner but the archive; an admin stands above "mute all" and slow mode. Throws ARCHIVED, MUTED, ALL_MUTED,
 * POSTING_RESTRICTED.
 */
export function checkPosting({ settings, archived }: PostingRules, { role, mutedUntil }: Poster, now: number): number {
  if (archived) throw new ParleyError('ARCHIVED');
  if (role === 'owner') return 0;
  if (mutedUntil !== null && mutedUntil > now) throw new ParleyError('MUTED', { until: mutedUntil });
  if (role === 'member' && settings.muteAll) throw new ParleyError('ALL_MUTED');
  if (!mayIn(settings, 'post', role)) {
    throw new ParleyError('POSTING_RESTRICTED', { post: settings.post });
  }
  return role === 'member' ? settings.slowSeconds : 0;
}

/** How long to wait when so much is asked between two sends; a clock that went back makes nobody wait longer than that. */
export function slowWaitMs(slowSeconds: number, lastAt: number | null, now: number): number {
  if (lastAt === null || slowSeconds <= 0) return 0;
  return Math.max(0, Math.min(slowSeconds * 1_000, lastAt + slowSeconds * 1_000 - now));
}
