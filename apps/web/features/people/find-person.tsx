import { Dialog } from '@parley/ui';
import { Search } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useId, useRef, type RefObject } from 'react';
import { PeopleField } from './people-field';
import { PeopleList } from './people-list';
import { useFinder } from './use-finder';

export type FindPersonProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onOpened: (conversationId: string) => void;
};

/** Finds a colleague and opens the chat with them: type, arrow keys, Enter. */
export function FindPerson({ open, onOpenChange, onOpened }: FindPersonProps) {
  const t = useTranslations('people');
  const app = useTranslations('app');
  const input = useRef<HTMLInputElement>(null);
  const opened = (conversationId: string): void => {
    onOpenChange(false);
    onOpened(conversationId);
  };
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t('title')} closeLabel={app('close')} initialFocus={input}>
      <Finder input={input} onOpened={opened} />
    </Dialog>
  );
}

function Finder({ input, onOpened }: { input: RefObject<HTMLInputElement | null>; onOpened: (id: string) => void }) {
  const list = useId();
  const { query, people, users, active, failure, type, move, retry, openWith, onKeyDown } = useFinder(onOpened);
  return (
    <>
      <div className="mx-4 mb-2 flex items-center gap-2 rounded-control border border-edge bg-surface px-3 focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-accent">
        <Search aria-hidden size={18} strokeWidth={1.75} className="shrink-0 text-muted" />
        <PeopleField
          list={list}
          input={input}
          query={query}
          users={users}
          active={active}
          onType={type}
          onKeyDown={onKeyDown}
          className="h-10 w-full"
        />
      </div>
      <PeopleList
        id={list}
        query={people.query}
        users={users}
        error={failure ?? people.error}
        active={active}
        onActive={move}
        onChoose={openWith}
        onRetry={retry}
      />
    </>
  );
}
