import { SystemContent, type SystemEvent } from '@parley/contract';
import type { useTranslations } from 'next-intl';
import type { Locale } from '../../i18n/catalogue';
import { isolate } from '../../i18n/isolate';
import { fullTime } from '../../i18n/time';

/** Up to so many people are named; of more, two are, and the others counted. */
const NAMED = 3;

/** How English is written here: without a comma before "and". */
const LISTS: Readonly<Record<Locale, string>> = { en: 'en-GB', 'zh-CN': 'zh-CN' };

export type Told = { conversationId: string; senderId: string; content: { type: string } };
/** `known` is false while the name of somebody in it has not come yet; the sentence then says `somebody`. */
export type Sentence = { readonly text: string; readonly known: boolean };

/** A channel is not called a group. */
export type GroupKind = 'group' | 'channel';

export type Reader = {
  readonly t: ReturnType<typeof useTranslations<'system'>>;
  readonly locale: Locale;
  readonly myId: string;
  readonly kind: GroupKind;
  /** As in that group; null: not known yet. */
  readonly nameOf: (userId: string) => string | null;
  /** By their own name, whatever they are called there. */
  readonly ownNameOf: (userId: string) => string | null;
};

/** A system message as a sentence in the reader's language; null: of a kind that this page doesn't know. */
export function systemSentence({ senderId, content }: Told, reader: Reader): Sentence | null {
  if (content.type !== 'system') return null;
  const parsed = SystemContent.safeParse(content);
  if (!parsed.success) return null;
  const { system } = parsed.data;
  const { t, locale, myId, kind } = reader;
  // Who is called anew is called by their own name while that is said.
  const nameOf = system.event === 'nickname' ? reader.ownNameOf : reader.nameOf;
  const nameAs = (userId: string, me: 'you' | 'youToo'): string =>
    userId === myId ? t(me) : (nameOf(userId) ?? t('somebody'));
  // Whoever reads it looks for themselves first.
  const people = peopleOf(system).toSorted((one, two) => Number(two === myId) - Number(one === myId));
  const named = people.slice(0, people.length > NAMED ? 2 : NAMED);
  // Of many a message names only the first, and counts them all.
  const rest = Math.max(people.length, 'count' in system ? (system.count ?? 0) : 0) - named.length;
  const names = named.map((userId) => isolate(nameAs(userId, 'youToo')));
  const list = new Intl.ListFormat(LISTS[locale]).format(rest > 0 ? [...names, t('others', { count: rest })] : names);
  const actor = nameAs(senderId, 'you');
  const rules = (keys: readonly string[]): string =>
    new Intl.ListFormat(LISTS[locale]).format(keys.map((rule) => ruleText(t, system, rule)));
  const text = textOf(system, { locale, rules });
  return {
    text: t(keyOf(system, senderId), { actor, people: list, name: system.name ?? '', text, kind }),
    known: [senderId, ...named].every((userId) => userId === myId || nameOf(userId) !== null),
  };
}

function peopleOf(system: SystemEvent): readonly string[] {
  if ('userIds' in system) return system.userIds;
  return 'userId' in system ? [system.userId] : [];
}

/** A mute that ends after so long is meant to stay. */
const FOREVER_MS = 5 * 365 * 24 * 3_600_000;

export function isForever(until: number): boolean {
  return until - Date.now() > FOREVER_MS;
}

function keyOf(system: SystemEvent, senderId: string) {
  switch (system.event) {
    case 'role':
      return `role-${system.role}` as const;
    case 'created':
      return system.userIds.length === 0 ? ('createdAlone' as const) : system.event;
    case 'topic':
      return system.profile?.topic === '' ? ('topicOff' as const) : system.event;
    case 'announcement':
      return system.text === '' ? ('announcementOff' as const) : system.event;
    case 'nickname':
      if (system.nickname === null) return 'nicknameOff' as const;
      return system.userId === senderId ? ('nicknameOwn' as const) : system.event;
    case 'muted':
      if (system.until === null) return 'unmuted' as const;
      return isForever(system.until) ? ('mutedForever' as const) : system.event;
    case 'visibility':
      return system.profile?.visibility === 'public' ? ('visibility-public' as const) : ('visibility-private' as const);
    default:
      return system.event;
  }
}

type Words = { locale: Locale; rules: (keys: readonly string[]) => string };

/** What was said or set, where the sentence has a place for it. */
function textOf(system: SystemEvent, { locale, rules }: Words): string {
  if (system.event === 'topic') return system.profile?.topic ?? '';
  if (system.event === 'announcement') return system.text;
  if (system.event === 'nickname') return system.nickname ?? '';
  if (system.event === 'muted') return system.until === null ? '' : fullTime(system.until, locale);
  return system.event === 'settings' ? rules(system.changed) : '';
}

const SWITCHES = ['muteAll', 'slowSeconds', 'approval'] as const;
const PLAIN = ['post', 'add', 'info', 'pin', 'mentionAll', 'history'] as const;

/** A rule of a later release is called by its name: better than nothing. */
function ruleText(t: Reader['t'], { profile }: SystemEvent, rule: string): string {
  const plain = PLAIN.find((key) => key === rule);
  if (plain !== undefined) return t(`rule-${plain}`);
  const known = SWITCHES.find((key) => key === rule);
  if (known === undefined) return rule;
  const value = profile?.settings[known];
  return t(`rule-${known}-${value === true || Number(value) > 0 ? 'on' : 'off'}`, { count: Number(value) });
}
