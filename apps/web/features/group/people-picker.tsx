import type { UserSummary } from '@parley/contract';
import { Avatar, cx, MiddleTruncate } from '@parley/ui';
import { Check, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { RefObject } from 'react';
import { useErrorText } from '../../state/use-error-text';
import { usePicker } from './use-picker';

export type PeoplePickerProps = {
  picked: readonly UserSummary[];
  onPicked: (picked: readonly UserSummary[]) => void;
  /** Who is in the group already. */
  without?: ReadonlySet<string>;
  input?: RefObject<HTMLInputElement | null>;
};

/** Colleagues to pick several of: type, arrow keys or pointer, Enter; those picked stand above as chips. */
export function PeoplePicker({ picked, onPicked, without, input }: PeoplePickerProps) {
  const t = useTranslations('people');
  const errorText = useErrorText();
  const { query, users, error, active, isPicked, toggle, type, onKeyDown } = usePicker({ picked, onPicked, without });
  return (
    <div className="flex min-h-0 flex-col gap-2">
      <Chips picked={picked} onRemove={toggle} />
      <input
        ref={input}
        aria-label={t('label')}
        placeholder={t('placeholder')}
        value={query}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => type(event.target.value)}
        onKeyDown={onKeyDown}
        className="h-10 w-full rounded-control border border-edge bg-surface px-3 text-message placeholder:text-faint"
      />
      <ul aria-label={t('label')} className="h-52 overflow-y-auto">
        {error && <li className="px-2 py-3 text-list text-danger">{errorText(error)}</li>}
        {users?.length === 0 && <li className="px-2 py-3 text-list text-muted">{t('nobodyTitle', { query })}</li>}
        {users?.map((user, index) => (
          <li key={user.userId}>
            <Choice user={user} picked={isPicked(user)} active={index === active} onToggle={() => toggle(user)} />
          </li>
        ))}
      </ul>
    </div>
  );
}

type ChoiceProps = { user: UserSummary; picked: boolean; active: boolean; onToggle: () => void };

function Choice({ user, picked, active, onToggle }: ChoiceProps) {
  return (
    <button
      type="button"
      role="checkbox"
      aria-checked={picked}
      onClick={onToggle}
      className={cx(
        'flex h-12 w-full items-center gap-3 rounded-control px-2 text-left hover:bg-hover',
        active && 'bg-hover',
      )}
    >
      <Avatar id={user.userId} name={user.name} size="md" />
      <span className="flex min-w-0 flex-1 flex-col">
        <MiddleTruncate text={user.name} className="text-list font-medium" />
        <span className="truncate text-meta text-muted">{user.login}</span>
      </span>
      <Check aria-hidden size={18} strokeWidth={2} className={cx('shrink-0 text-accent', !picked && 'invisible')} />
    </button>
  );
}

function Chips({ picked, onRemove }: { picked: readonly UserSummary[]; onRemove: (user: UserSummary) => void }) {
  const t = useTranslations('group');
  if (picked.length === 0) return null;
  return (
    <ul aria-label={t('withWhom')} className="flex max-h-24 flex-wrap gap-1.5 overflow-y-auto">
      {picked.map((user) => (
        <li
          key={user.userId}
          className="inline-flex h-7 max-w-48 items-center gap-1 rounded-full bg-accent-soft pr-1 pl-2.5 text-list"
        >
          <span className="truncate">{user.name}</span>
          <button
            type="button"
            aria-label={t('unpick', { name: user.name })}
            onClick={() => onRemove(user)}
            className="inline-flex size-5 items-center justify-center rounded-full hover:bg-hover"
          >
            <X aria-hidden size={14} strokeWidth={2} />
          </button>
        </li>
      ))}
    </ul>
  );
}
