import type { OrgPolicy } from '@parley/contract';
import type { SetupLink } from '../org/make-setup-link.js';

/** For the launcher, which checks every setting before it starts anything. */
export { SETTING_NAMES, settingFaults } from '../platform/config.js';

/* What the operator commands answer: JSON on stdout, one object. */

export type MigrateAnswer = { databases: { name: string; migrations: string[] }[] };
export type SetupLinkAnswer = SetupLink;
/** `password` only when it was made here: shown once, stored nowhere. */
export type UserAddAnswer = { userId: string; login: string; password?: string };
export type UserResetPasswordAnswer = { userId: string; login: string; disabled: boolean; password?: string };
export type UserDisableAnswer = { userId: string; login: string; devices: number };
/** `enabled` is false for one who was not disabled. */
export type UserEnableAnswer = { userId: string; login: string; enabled: boolean };
export type PolicyAnswer = OrgPolicy;
/** Two to try it with. */
export type SeedDemoAnswer = { logins: { login: string; password: string }[]; people: number; messages: number };

/** A signed-in device whose access token is valid for 15 minutes. */
export type MintedDevice = { deviceId: string; token: string };
export type DoctorSessionsAnswer = {
  conversationId: string;
  users: { userId: string; devices: MintedDevice[] }[];
};
/** Two neighbours share a direct conversation, ten a group (null: not asked for, or fewer than ten are left over). With --out each is a line of that file and `sessions` is empty. */
export type MintedSession = MintedDevice & {
  userId: string;
  conversationId: string;
  peerId: string;
  groupId: string | null;
};
export type MintSessionsAnswer = { count: number; sessions: MintedSession[] };

/** `bytes`: what all shards are then. */
export type AgeAnswer = { messages: number; conversations: number; bytes: number };

export type DatabaseStatus = {
  name: string;
  ok: boolean;
  error?: string;
  version?: string;
  sizeBytes?: number;
  /** The newest migration; every shard has the same. */
  migration?: string;
  outbox?: { rows: number; oldestMs: number };
  /** Its clock against this process', half of the round trip allowed for. */
  clockSkewMs?: number;
};
export type QueueStatus = { name: string; waiting: number; active: number; failed: number; oldestMs: number };
export type StatusAnswer = {
  ok: boolean;
  databases: DatabaseStatus[];
  redis: { ok: boolean; version?: string; error?: string };
  queues: QueueStatus[];
  pendingOutbox: number;
  /** The widest difference between the clocks of any two databases. */
  clockSkewMs: number;
  disk: { path: string; freeBytes: number; totalBytes: number } | null;
  node: string;
};
