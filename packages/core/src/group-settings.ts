import {
  Audience,
  GroupProfile,
  type GroupSettings,
  type GroupSettingsInput,
  type MemberRole,
  ParleyError,
} from '@parley/contract';
import { type GroupPerson, outranks } from './group.js';

/** The rules of a group in which nothing was set. */
export const DEFAULT_SETTINGS: GroupSettings = {
  post: 'everybody',
  add: 'everybody',
  info: 'admins',
  pin: 'admins',
  mentionAll: 'admins',
  muteAll: false,
  slowSeconds: 0,
  history: 0,
  approval: false,
};

/** What may be asked of a group by whom, as its settings name it. */
export type GroupRight = 'post' | 'add' | 'info' | 'pin' | 'mentionAll';

const LEAST: Readonly<Record<Audience, MemberRole>> = { everybody: 'member', admins: 'admin', owner: 'owner' };

/** The stored rules over the defaults; null: none were set. */
export function settingsOf(stored: object | null): GroupSettings {
  return { ...DEFAULT_SETTINGS, ...stored };
}

/** A group as it is stored. */
export type StoredProfile = {
  readonly topic: string | null;
  readonly avatar: object | null;
  readonly settings: object | null;
  readonly visibility: string;
  readonly archived: boolean;
};

/** What a group looks like and allows. */
export function profileOf({ topic, avatar, settings, visibility, archived }: StoredProfile): GroupProfile {
  const shown = GroupProfile.shape.avatar.safeParse(avatar);
  return { topic: topic ?? '', avatar: shown.data ?? null, visibility, archived, settings: settingsOf(settings) };
}

/** An audience of a later release counts as the narrowest. */
function leastRole(audience: string): MemberRole {
  const known = Audience.safeParse(audience);
  return known.success ? LEAST[known.data] : 'owner';
}

export function mayIn<R extends GroupRight>(settings: Pick<GroupSettings, R>, right: R, role: MemberRole): boolean {
  return !outranks(leastRole(settings[right]), role);
}

/** Throws ROLE_REQUIRED. */
export function checkRight(settings: GroupSettings, right: GroupRight, { role }: Pick<GroupPerson, 'role'>): void {
  if (!mayIn(settings, right, role)) throw new ParleyError('ROLE_REQUIRED', { role: leastRole(settings[right]) });
}

/**
 * The rules after a change, and which of them it changed. The owner and admins may; what is reserved to the owner only the
 * owner opens, and only the owner reserves. Throws ROLE_REQUIRED.
 */
export function planSettings(
  { role }: GroupPerson,
  current: GroupSettings,
  asked: GroupSettingsInput,
): { settings: GroupSettings; changed: (keyof GroupSettings)[] } {
  if (role === 'member') throw new ParleyError('ROLE_REQUIRED', { role: 'admin' });
  const settings = { ...current };
  const changed: (keyof GroupSettings)[] = [];
  for (const key of Object.keys(DEFAULT_SETTINGS) as (keyof GroupSettings)[]) {
    const value = asked[key];
    if (value === undefined || value === current[key]) continue;
    if (role !== 'owner' && (isReserved(key, current[key]) || isReserved(key, value))) {
      throw new ParleyError('ROLE_REQUIRED', { role: 'owner' });
    }
    Object.assign(settings, { [key]: value });
    changed.push(key);
  }
  return { settings, changed };
}

function isReserved(key: keyof GroupSettings, value: GroupSettings[keyof GroupSettings]): boolean {
  const rights: readonly string[] = ['post', 'add', 'info', 'pin', 'mentionAll'] satisfies GroupRight[];
  return rights.includes(key) && leastRole(String(value)) === 'owner';
}

/** The first message that somebody sees who comes in with this seq. */
export function visibleFrom({ history }: Pick<GroupSettings, 'history'>, joinSeq: number): number {
  return history === null ? 1 : Math.max(1, joinSeq - history);
}
