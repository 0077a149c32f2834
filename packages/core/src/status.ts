import type { CustomStatus, LastSeenAudience, OwnStatus, Presence, StatusChange } from '@parley/contract';
import type { PresenceState } from './presence.js';
import { nextVersion } from './version.js';

/** Of somebody who has set nothing. */
export const DEFAULT_STATUS: OwnStatus = { version: 0, custom: null, away: null, lastSeen: 'everybody' };

type Ends = { readonly until: number | null };

/** What is to be stored: what the change doesn't name stays, what is over is nothing. */
export function planStatus(
  before: OwnStatus,
  change: StatusChange,
  at: { readonly now: number; readonly version: number },
): OwnStatus {
  return {
    version: nextVersion(before, at.version),
    custom: current(change.custom === undefined ? before.custom : change.custom, at.now),
    away: current(change.away === undefined ? before.away : change.away, at.now),
    lastSeen: change.lastSeen ?? before.lastSeen,
  };
}

/** Whether nothing of it differs but the version. */
export function sameStatus(one: OwnStatus, other: OwnStatus): boolean {
  return JSON.stringify({ ...one, version: 0 }) === JSON.stringify({ ...other, version: 0 });
}

/** What somebody says of themselves, until it is over. */
export function current<T extends Ends>(said: T | null, now: number): T | null {
  return said !== null && (said.until === null || now < said.until) ? said : null;
}

/** Of a pair, as one of the two chose it. */
type Pair = { readonly subject: LastSeenAudience; readonly viewer: LastSeenAudience; readonly contacts: boolean };

/**
 * Whether one person is told when another was last there: only if either lets the other know. Who keeps it to themselves is not
 * told of others. Contacts have written to each other.
 */
export function tellsLastSeen({ subject, viewer, contacts }: Pair): boolean {
  const allows = (audience: LastSeenAudience): boolean =>
    audience === 'everybody' || (audience === 'contacts' && contacts);
  return allows(subject) && allows(viewer);
}

export type Subject = {
  readonly userId: string;
  /** May be found by the viewer: in the org, and welcome there. */
  readonly visible: boolean;
  readonly state: PresenceState;
  readonly custom: CustomStatus | null;
  readonly away: Ends | null;
  readonly dnd: boolean;
};

/** What a viewer is told of somebody. Of whom they may not see: what is told of one who was never there. */
export function presenceFor(subject: Subject, to: { readonly lastSeen: boolean }, now: number): Presence {
  const { userId, visible, state } = subject;
  if (!visible) return { userId, online: false, lastSeenAt: null, away: false, dnd: false, status: null };
  return {
    userId,
    online: state.online,
    lastSeenAt: to.lastSeen && !state.online ? state.lastSeenAt : null,
    away: state.online && (state.away || current(subject.away, now) !== null),
    dnd: subject.dnd,
    status: current(subject.custom, now),
  };
}
