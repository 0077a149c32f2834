import type { UserSummary } from '@parley/contract';
import { Avatar, Button, MiddleTruncate } from '@parley/ui';
import { Check } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useMe } from '../../state/client';
import { useErrorText, type ShownError } from '../../state/use-error-text';
import { NoRows, OptionRow, RowsSkeleton } from './option-row';

export type PeopleListProps = {
  id: string;
  query: string;
  users: readonly UserSummary[] | null;
  error: ShownError | null;
  active: number;
  onActive: (index: number) => void;
  onChoose: (user: UserSummary) => void;
  onRetry: () => void;
  /** Of a list of which several may be chosen: whether this one is, and why somebody can't be. */
  isChosen?: (user: UserSummary) => boolean;
  noteOn?: (user: UserSummary) => string | null;
};

/** A command is the same in every language. */
const ADD_USER = './parley user add li.wei --name "Li Wei"';

export function optionId(list: string, index: number): string {
  return `${list}-${index}`;
}

export function PeopleList(props: PeopleListProps) {
  const { id, query, users, error, active, onActive, onChoose, onRetry, isChosen, noteOn } = props;
  const t = useTranslations('people');
  return (
    <div className="min-h-[280px] flex-1 overflow-y-auto px-2 pb-2">
      {error && <Failed error={error} onRetry={onRetry} />}
      {!error && users === null && <RowsSkeleton className="h-13" />}
      {users?.length === 0 &&
        (query === '' ? <Alone /> : <NoRows title={t('nobodyTitle', { query })} body={t('nobodyBody')} />)}
      <div role="listbox" id={id} aria-label={t('label')} aria-multiselectable={isChosen !== undefined}>
        {users?.map((user, index) => (
          <Option
            key={user.userId}
            id={optionId(id, index)}
            user={user}
            active={index === active}
            chosen={isChosen?.(user)}
            note={noteOn?.(user) ?? null}
            onHover={() => onActive(index)}
            onChoose={() => onChoose(user)}
          />
        ))}
      </div>
      <p role="status" className="sr-only">
        {users !== null && t('results', { count: users.length })}
      </p>
    </div>
  );
}

type OptionProps = {
  id: string;
  user: UserSummary;
  active: boolean;
  /** Left out where one is chosen by going there. */
  chosen: boolean | undefined;
  note: string | null;
  onHover: () => void;
  onChoose: () => void;
};

function Option({ id, user, active, chosen, note, onHover, onChoose }: OptionProps) {
  const t = useTranslations('people');
  return (
    <OptionRow
      id={id}
      active={active}
      selected={chosen}
      disabled={note !== null}
      onHover={onHover}
      onChoose={onChoose}
      className="h-13"
    >
      <Avatar id={user.userId} name={user.name} size="md" />
      <span className="flex min-w-0 flex-1 flex-col">
        <MiddleTruncate text={user.name} className="text-list font-medium" />
        <span className="truncate text-meta text-muted">{user.login}</span>
      </span>
      {!user.active && <span className="text-meta text-muted">{t('inactive')}</span>}
      {user.active && note !== null && <span className="text-meta text-muted">{note}</span>}
      {chosen === true && <Check aria-hidden size={18} strokeWidth={2} className="shrink-0 text-accent" />}
    </OptionRow>
  );
}

/** The first one in a new organisation: how others get in. */
function Alone() {
  const t = useTranslations('people');
  const admin = useMe().role !== 'member';
  return (
    <div className="flex flex-col items-center gap-1 px-4 py-12 text-center">
      <p className="text-message font-medium">{t('aloneTitle')}</p>
      <p className="text-list text-muted">{admin ? t('aloneBodyAdmin') : t('aloneBody')}</p>
      {admin && <code className="mt-2 rounded-control bg-bg px-3 py-2 font-mono text-meta select-all">{ADD_USER}</code>}
    </div>
  );
}

function Failed({ error, onRetry }: { error: ShownError; onRetry: () => void }) {
  const t = useTranslations('people');
  const app = useTranslations('app');
  const errorText = useErrorText();
  return (
    <div role="alert" className="flex flex-col items-center gap-1 px-4 py-10 text-center">
      <p className="text-message font-medium">{t('failed')}</p>
      <p className="mb-3 text-list text-muted">{errorText(error)}</p>
      <Button onClick={onRetry}>{app('retry')}</Button>
    </div>
  );
}
