import { Button, Dialog } from '@parley/ui';
import { Search } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useId, useRef, type RefObject } from 'react';
import { useAfterClosing } from '../../state/use-after-closing';
import { useErrorText } from '../../state/use-error-text';
import { Notice } from '../shell/notice';
import { optionId, SwitcherList } from './switcher-list';
import { type Switcher as State, type SwitcherActs, useSwitcher } from './use-switcher';

export type SwitcherProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onOpened: (conversationId: string) => void;
};

/** The quick way to a chat, a person or a command: type, arrow keys, Enter. */
export function Switcher({ open, onOpenChange, onOpened }: SwitcherProps) {
  const nav = useTranslations('nav');
  const app = useTranslations('app');
  const input = useRef<HTMLInputElement>(null);
  const after = useAfterClosing();
  const acts: SwitcherActs = {
    onOpened: (conversationId) => {
      onOpenChange(false);
      onOpened(conversationId);
    },
    onCommand: (command) => {
      after.next(command.run);
      onOpenChange(false);
    },
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      onClosed={after.onClosed}
      title={nav('jump')}
      closeLabel={app('close')}
      initialFocus={input}
    >
      <Inside input={input} {...acts} />
    </Dialog>
  );
}

function Inside({ input, ...acts }: SwitcherActs & { input: RefObject<HTMLInputElement | null> }) {
  const t = useTranslations('switcher');
  const list = useId();
  const switcher = useSwitcher(acts);
  const { query, entries, active, type, onKeyDown } = switcher;
  return (
    <>
      <div className="mx-4 mb-2 flex items-center gap-2 rounded-control border border-edge bg-surface px-3 focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-accent">
        <Search aria-hidden size={18} strokeWidth={1.75} className="shrink-0 text-muted" />
        <input
          ref={input}
          role="combobox"
          aria-expanded={entries.length > 0}
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={active === null ? undefined : optionId(list, active)}
          aria-label={t('label')}
          placeholder={t('placeholder')}
          value={query}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => type(event.target.value)}
          onKeyDown={onKeyDown}
          className="h-10 w-full min-w-0 bg-transparent text-message outline-none placeholder:text-faint"
        />
      </div>
      <SwitcherList id={list} switcher={switcher} />
      <Told switcher={switcher} />
    </>
  );
}

/** What went wrong, and what that means for what is listed. */
function Told({ switcher }: { switcher: State }) {
  const t = useTranslations('switcher');
  const app = useTranslations('app');
  const errorText = useErrorText();
  const { failure, searchFailure, retry } = switcher;
  if (failure !== null) return <Notice text={errorText(failure)} />;
  if (searchFailure === null) return null;
  return (
    <div role="status" className="flex items-center justify-between gap-3 border-t border-line px-4 py-2">
      <p className="text-meta text-muted">
        {t('onlyHere')} {errorText(searchFailure)}
      </p>
      <Button size="sm" onClick={retry}>
        {app('retry')}
      </Button>
    </div>
  );
}
