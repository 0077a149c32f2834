import { SystemContent, type SystemEvent } from '@parley/contract';
import type { useTranslations } from 'next-intl';
import type { Locale } from '../../i18n/catalogue';

/** Up to so many people are named; of more, two are, and the others counted. */
const NAMED = 3;

/** How English is written here: without a comma before "and". */
const LISTS: Readonly<Record<Locale, string>> = { en: 'en-GB', 'zh-CN': 'zh-CN' };

export type Told = { senderId: string; content: { type: string } };
/** `known` is false while the name of somebody in it has not come yet; the sentence then says `somebody`. */
export type Sentence = { readonly text: string; readonly known: boolean };

export type Reader = {
  readonly t: ReturnType<typeof useTranslations<'system'>>;
  readonly locale: Locale;
  readonly myId: string;
  /** null: not known yet. */
  readonly nameOf: (userId: string) => string | null;
};

/** A system message as a sentence in the reader's language; null: of a kind that this page doesn't know. */
export function systemSentence({ senderId, content }: Told, reader: Reader): Sentence | null {
  const parsed = SystemContent.safeParse(content);
  if (!parsed.success) return null;
  const { system } = parsed.data;
  const { t, locale, myId, nameOf } = reader;
  const nameAs = (userId: string, me: 'you' | 'youToo'): string =>
    userId === myId ? t(me) : (nameOf(userId) ?? t('somebody'));
  // Whoever reads it looks for themselves first.
  const people = peopleOf(system).toSorted((one, two) => Number(two === myId) - Number(one === myId));
  const named = people.slice(0, people.length > NAMED ? 2 : NAMED);
  const rest = people.length - named.length;
  const names = named.map((userId) => nameAs(userId, 'youToo'));
  const list = new Intl.ListFormat(LISTS[locale]).format(rest > 0 ? [...names, t('others', { count: rest })] : names);
  const actor = nameAs(senderId, 'you');
  return {
    text: t(keyOf(system), { actor, people: list, name: system.name ?? '' }),
    known: [senderId, ...named].every((userId) => userId === myId || nameOf(userId) !== null),
  };
}

function peopleOf(system: SystemEvent): readonly string[] {
  if ('userIds' in system) return system.userIds;
  return system.event === 'role' ? [system.userId] : [];
}

function keyOf(system: SystemEvent) {
  if (system.event === 'role') return `role-${system.role}` as const;
  if (system.event === 'created' && system.userIds.length === 0) return 'createdAlone' as const;
  return system.event;
}
