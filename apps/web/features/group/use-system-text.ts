import { SystemContent, type SystemEvent } from '@parley/contract';
import { useLocale, useTranslations } from 'next-intl';
import { useCallback } from 'react';
import type { Locale } from '../../i18n/catalogue';
import { useMe } from '../../state/client';
import { useNameOf } from '../../state/names';

/** Up to so many people are named; of more, two are, and the others counted. */
const NAMED = 3;

/** How English is written here: without a comma before "and". */
const LISTS: Readonly<Record<Locale, string>> = { en: 'en-GB', 'zh-CN': 'zh-CN' };

type Told = { senderId: string; content: { type: string } };

/** A system message as a sentence in the reader's language; null: of a kind that this page doesn't know. */
export function useSystemText(): (message: Told) => string | null {
  const t = useTranslations('system');
  const locale = useLocale();
  const me = useMe();
  const nameOf = useNameOf();
  return useCallback(
    ({ senderId, content }) => {
      const parsed = SystemContent.safeParse(content);
      if (!parsed.success) return null;
      const { system } = parsed.data;
      const actor = senderId === me.userId ? t('you') : nameOf(senderId);
      const person = (userId: string): string => (userId === me.userId ? t('youToo') : nameOf(userId));
      // Whoever reads it looks for themselves first.
      const people = peopleOf(system).toSorted((one, two) => Number(two === me.userId) - Number(one === me.userId));
      const named = people.slice(0, people.length > NAMED ? 2 : NAMED).map(person);
      const rest = countOf(system, people) - named.length;
      const parts = rest > 0 ? [...named, t('others', { count: rest })] : named;
      const list = new Intl.ListFormat(LISTS[locale]).format(parts);
      return t(keyOf(system), { actor, people: list, name: system.name ?? '' });
    },
    [locale, me.userId, nameOf, t],
  );
}

function peopleOf(system: SystemEvent): readonly string[] {
  if ('userIds' in system) return system.userIds;
  return system.event === 'role' ? [system.userId] : [];
}

/** Of many the message names the first few and counts them all. */
function countOf(system: SystemEvent, people: readonly string[]): number {
  return 'userIds' in system ? (system.count ?? people.length) : people.length;
}

function keyOf(system: SystemEvent) {
  if (system.event === 'role') return `role-${system.role}` as const;
  if (system.event === 'created' && system.userIds.length === 0) return 'createdAlone' as const;
  return system.event;
}
