import type { NotifyLevel } from '@parley/contract';

export const PUSH = {
  /** An online device gets so long to show that somebody is looking. */
  onlineMs: 6_000,
  /** What follows a push within so long is gathered into the next one. */
  burstMs: 3_000,
  /** What nobody said but the system comes at most so often. */
  systemEveryMs: 5 * 60_000,
  /** A conversation with more members wakes nobody. */
  maxMembers: 10_000,
  /** What could not be pushed for so long is old news. */
  ttlMs: 24 * 3_600_000,
} as const;

/** Of one message, as far as it is this person's: why it can't be pushed, or who is called. */
export type PushMessage = {
  readonly state: 'there' | 'gone' | 'recalled';
  readonly own: boolean;
  readonly system: boolean;
  /** When it was said, by the server's clock. */
  readonly at: number;
  readonly calls: 'me' | 'all' | null;
  readonly keyword: boolean;
  /** Said in a thread that this person follows, or in another one. */
  readonly thread: 'followed' | 'other' | null;
  /** Read, or said before what was read. */
  readonly read: boolean;
  /** A device of this person has it. */
  readonly acked: boolean;
};

export type PushFacts = {
  readonly message: PushMessage;
  readonly conversation: { readonly kind: string; readonly memberCount: number; readonly large: boolean };
  readonly notify: NotifyLevel | null;
  readonly muted: boolean;
  readonly quiet: boolean;
  /** Devices that can be pushed to. */
  readonly targets: number;
  readonly online: boolean;
  /** When something of this conversation was pushed last, and when something of the system was. */
  readonly pushedAt: number | null;
  readonly systemPushedAt: number | null;
  readonly now: number;
};

/** Why a message was not pushed. */
export const PUSH_SUPPRESSED = [
  'own',
  'gone',
  'recalled',
  'read',
  'no-target',
  'too-many-members',
  'level-none',
  'muted',
  'thread-not-followed',
  'not-mentioned',
  'quiet',
  'acked',
  'too-old',
  // Found out when it was about to leave.
  'signed-out',
] as const;
export type PushSuppressed = (typeof PUSH_SUPPRESSED)[number];

/** Why a message was pushed. */
export const PUSH_SENT = ['mentioned', 'keyword', 'thread', 'system', 'direct', 'group'] as const;
export type PushSent = (typeof PUSH_SENT)[number];

/** Why nothing is on record about a message, besides what would suppress it now. */
export const PUSH_DERIVED = [
  'waiting',
  'not-kept',
  'large-calls-all',
  'large-not-mentioned',
  'not-considered',
] as const;
export type PushDerived = (typeof PUSH_DERIVED)[number] | PushSuppressed;

/** What became of what was pushed. */
export const PUSH_ANSWERS = ['delivered', 'gone', 'expired', 'failed', 'replaced'] as const;
export type PushAnswer = (typeof PUSH_ANSWERS)[number];

/** `wait`: look again at `dueAt`. `merge`: the same, and what comes until then goes with it. */
export type PushDecision =
  | { readonly act: 'send'; readonly reason: PushSent }
  | { readonly act: 'wait' | 'merge'; readonly dueAt: number }
  | { readonly act: 'suppress'; readonly reason: PushSuppressed };

type Rule = readonly [reason: PushSuppressed, holds: (facts: PushFacts) => boolean];

/** Why somebody is not woken, the first that holds: what can't be comes before what is not wanted, and that before what is not needed. */
const RULES: readonly Rule[] = [
  ['own', ({ message }) => message.own],
  ['recalled', ({ message }) => message.state === 'recalled'],
  ['gone', ({ message }) => message.state === 'gone'],
  ['read', ({ message }) => message.read],
  ['no-target', ({ targets }) => targets === 0],
  ['too-many-members', ({ conversation }) => conversation.memberCount > PUSH.maxMembers],
  ['level-none', ({ notify }) => notify === 'none'],
  ['muted', ({ muted }) => muted],
  ['thread-not-followed', ({ message }) => message.thread === 'other' && !isCalledBy(message)],
  ['not-mentioned', (facts) => levelOf(facts) === 'mentions' && !isCalledBy(facts.message)],
  ['quiet', ({ quiet }) => quiet],
  ['acked', ({ message }) => message.acked],
  ['too-old', ({ message, now }) => now - message.at > PUSH.ttlMs],
];

/** Whether to wake a person for one message, now. docs/adr/0013-push.md */
export function decidePush(facts: PushFacts): PushDecision {
  const found = RULES.find(([, holds]) => holds(facts));
  if (found !== undefined) return { act: 'suppress', reason: found[0] };
  const { message, online, pushedAt, systemPushedAt, now } = facts;
  const systemAt = message.system && systemPushedAt !== null ? systemPushedAt + PUSH.systemEveryMs : 0;
  const burstAt = pushedAt === null ? 0 : pushedAt + PUSH.burstMs;
  const onlineAt = online ? message.at + PUSH.onlineMs : 0;
  const mergeAt = Math.max(systemAt, burstAt);
  if (onlineAt > now && onlineAt >= mergeAt) return { act: 'wait', dueAt: onlineAt };
  if (mergeAt > now) return { act: 'merge', dueAt: mergeAt };
  return { act: 'send', reason: reasonOf(facts) };
}

/** What was set, or what a conversation of this size is by itself. */
export function levelOf({ notify, conversation }: Pick<PushFacts, 'notify' | 'conversation'>): NotifyLevel {
  return notify ?? (conversation.large ? 'mentions' : 'all');
}

function isCalledBy({ calls, keyword }: PushMessage): boolean {
  return calls !== null || keyword;
}

function reasonOf({ message, conversation }: PushFacts): PushSent {
  if (message.calls !== null) return 'mentioned';
  if (message.keyword) return 'keyword';
  if (message.thread !== null) return 'thread';
  if (message.system) return 'system';
  return conversation.kind === 'direct' ? 'direct' : 'group';
}
