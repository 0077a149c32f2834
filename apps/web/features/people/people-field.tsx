import { useTranslations } from 'next-intl';
import type { KeyboardEvent, RefObject } from 'react';
import { optionId } from './people-list';

export type PeopleFieldProps = {
  /** The id of the PeopleList that the field commands. */
  list: string;
  input: RefObject<HTMLInputElement | null>;
  query: string;
  users: readonly unknown[] | null;
  active: number;
  onType: (query: string) => void;
  onKeyDown: (event: KeyboardEvent) => void;
  /** Its size, which the frame around it decides. */
  className: string;
};

/** Where colleagues are searched: the focus stays here while the arrow keys walk the list. */
export function PeopleField({ list, input, query, users, active, onType, onKeyDown, className }: PeopleFieldProps) {
  const t = useTranslations('people');
  return (
    <input
      ref={input}
      role="combobox"
      aria-expanded={users !== null && users.length > 0}
      aria-controls={list}
      aria-autocomplete="list"
      aria-activedescendant={users?.[active] ? optionId(list, active) : undefined}
      aria-label={t('label')}
      placeholder={t('placeholder')}
      value={query}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => onType(event.target.value)}
      onKeyDown={onKeyDown}
      className={`bg-transparent text-message outline-none placeholder:text-faint ${className}`}
    />
  );
}
