import type { UserSummary } from '@parley/contract';
import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useId, type RefObject } from 'react';
import { PeopleField } from '../people/people-field';
import { PeopleList } from '../people/people-list';
import { usePicker } from './use-picker';
import { useThere } from './use-there';

export type PeoplePickerProps = {
  picked: readonly UserSummary[];
  onPicked: (picked: readonly UserSummary[]) => void;
  input: RefObject<HTMLInputElement | null>;
  /** Who is in this group already is not picked. */
  group?: string;
};

/** Colleagues to pick several of: type, arrow keys or pointer, Enter; those picked stand above as chips. */
export function PeoplePicker({ picked, onPicked, input, group: conversationId }: PeoplePickerProps) {
  const t = useTranslations('people');
  const group = useTranslations('group');
  const list = useId();
  const mayPick = (user: UserSummary): boolean => user.active && !there.has(user.userId);
  const picker = usePicker({ picked, onPicked, mayPick });
  const there = useThere(conversationId ?? null, picker.users?.map(({ userId }) => userId) ?? []);
  const toggle = (user: UserSummary): void => {
    picker.toggle(user);
    input.current?.focus();
  };
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-2">
      <div className="mx-4 flex max-h-32 shrink-0 flex-wrap items-center gap-1.5 overflow-y-auto rounded-control border border-edge bg-surface px-2 py-1 focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-accent">
        <Chips picked={picked} onRemove={toggle} />
        <PeopleField
          list={list}
          input={input}
          query={picker.query}
          users={picker.users}
          active={picker.active}
          onType={picker.type}
          onKeyDown={picker.onKeyDown}
          className="h-8 min-w-32 flex-1 px-1"
        />
      </div>
      <PeopleList
        id={list}
        query={picker.people.query}
        users={picker.users}
        error={picker.people.error}
        active={picker.active}
        onActive={picker.move}
        onChoose={toggle}
        onRetry={picker.retry}
        isChosen={picker.isPicked}
        noteOn={(user) => (there.has(user.userId) ? group('inGroup') : user.active ? null : t('inactive'))}
      />
    </div>
  );
}

function Chips({ picked, onRemove }: { picked: readonly UserSummary[]; onRemove: (user: UserSummary) => void }) {
  const t = useTranslations('group');
  return picked.map((user) => (
    <span
      key={user.userId}
      className="inline-flex h-7 max-w-48 items-center gap-1 rounded-full bg-accent-soft pr-1 pl-2.5 text-list text-text forced-colors:border"
    >
      <span title={user.name} className="truncate">
        {user.name}
      </span>
      <button
        type="button"
        aria-label={t('unpick', { name: user.name })}
        onClick={() => onRemove(user)}
        className="inline-flex size-6 shrink-0 items-center justify-center rounded-full text-muted -outline-offset-2 hover:text-text"
      >
        <X aria-hidden size={14} strokeWidth={2} />
      </button>
    </span>
  ));
}
