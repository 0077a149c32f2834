import { SystemContent, type SystemEvent } from '@parley/contract';
import { useLocale, useTranslations } from 'next-intl';
import { useCallback } from 'react';
import { useMe } from '../../state/client';
import { useNameOf } from '../../state/names';

/** More names than this are a number. */
const NAMED = 5;

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
      const people = peopleOf(system);
      const named = people.slice(0, people.length > NAMED + 1 ? NAMED : people.length).map(person);
      const rest = people.length - named.length;
      const list = new Intl.ListFormat(locale).format(rest > 0 ? [...named, t('others', { count: rest })] : named);
      return t(keyOf(system), { actor, people: list, name: system.name ?? '' });
    },
    [locale, me.userId, nameOf, t],
  );
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
