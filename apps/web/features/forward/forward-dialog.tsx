import type { ChatRow } from '@parley/sdk';
import { Button, cx, Dialog, SearchField } from '@parley/ui';
import { Check } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRef, useState, type RefObject } from 'react';
import { useClient } from '../../state/client';
import { useChatName } from '../../state/names';
import { tellNotice } from '../../state/notice';
import { useErrorText } from '../../state/use-error-text';
import { useNow } from '../../state/use-now';
import { useStore } from '../../state/use-store';
import { matchName } from '../composer/name-match';
import { postingRule } from '../composer/use-posting';
import { useReadings } from '../composer/use-readings';
import { ChatAvatar } from '../group/chat-avatar';
import { Notice } from '../shell/notice';
import { type Forwarding, forwards, useForwards } from './forwards';
import { useForwarder } from './use-forwarder';

const SHOWN = 50;

/** Where to: type a part of a name, choose one chat or several. */
export function ForwardDialog() {
  const t = useTranslations('forward');
  const app = useTranslations('app');
  const input = useRef<HTMLInputElement>(null);
  const { forwarding, asking } = useForwards();
  const done = (count: number): void => {
    forwards.end();
    tellNotice(t('done', { count }));
  };
  return (
    <Dialog
      open={asking}
      onOpenChange={(open) => !open && forwards.back()}
      title={t('title')}
      closeLabel={app('close')}
      initialFocus={input}
    >
      {forwarding && <Targets forwarding={forwarding} input={input} onDone={done} />}
    </Dialog>
  );
}

type TargetsProps = {
  forwarding: Forwarding;
  input: RefObject<HTMLInputElement | null>;
  onDone: (count: number) => void;
};

function Targets({ forwarding, input, onDone }: TargetsProps) {
  const app = useTranslations('app');
  const t = useTranslations('forward');
  const errorText = useErrorText();
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const { busy, failure, run } = useForwarder(forwarding, onDone);
  const toggle = (id: string): void => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  const submit = (): void => {
    if (!busy && chosen.size > 0) run([...chosen]);
  };
  return (
    <form
      className="flex min-h-0 flex-1 flex-col"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className="px-4 pb-2">
        <SearchField
          ref={input}
          label={t('search')}
          clearLabel={app('clearSearch')}
          value={query}
          onChange={setQuery}
        />
        {failure && <Notice text={errorText(failure)} />}
      </div>
      <ChatChoices query={query} chosen={chosen} onToggle={toggle} />
      <div className="flex justify-end p-4 pt-2">
        <Button type="submit" kind="primary" disabled={busy || chosen.size === 0}>
          {t('submit', { count: chosen.size })}
        </Button>
      </div>
    </form>
  );
}

type ChatChoicesProps = { query: string; chosen: ReadonlySet<string>; onToggle: (id: string) => void };

function ChatChoices({ query, chosen, onToggle }: ChatChoicesProps) {
  const t = useTranslations('forward');
  const nameOf = useChatName();
  const { items } = useStore(useClient().chatList);
  const now = useNow();
  const open = items.filter((row) => postingRule(row, now).refused === null).map((row) => ({ row, name: nameOf(row) }));
  const readings = useReadings(
    query,
    open.map(({ name }) => name),
  );
  const found = open
    .flatMap(({ row, name }) => {
      const rank = matchName(name, query.trim(), readings);
      return rank === null ? [] : [{ row, name, rank }];
    })
    // Those that fit as well stay in the order of the chat list: the latest first.
    .sort((a, b) => a.rank - b.rank)
    .slice(0, SHOWN);
  return (
    <ul aria-label={t('chats')} className="min-h-[240px] flex-1 overflow-y-auto px-2">
      {found.length === 0 && <li className="px-2 py-4 text-list text-muted">{t('none')}</li>}
      {found.map(({ row, name }) => (
        <li key={row.conversationId}>
          <Choice
            row={row}
            name={name}
            chosen={chosen.has(row.conversationId)}
            onToggle={() => onToggle(row.conversationId)}
          />
        </li>
      ))}
    </ul>
  );
}

type ChoiceProps = { row: ChatRow; name: string; chosen: boolean; onToggle: () => void };

function Choice({ row, name, chosen, onToggle }: ChoiceProps) {
  return (
    <label className="relative flex h-12 cursor-pointer items-center gap-3 rounded-control px-2 hover:bg-hover has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-accent">
      <input
        type="checkbox"
        checked={chosen}
        onChange={onToggle}
        className="absolute inset-0 cursor-pointer opacity-0"
      />
      <ChatAvatar row={row} name={name} size="md" />
      <span className="min-w-0 flex-1 truncate text-list">{name}</span>
      <Check aria-hidden size={18} strokeWidth={2} className={cx('shrink-0 text-accent', !chosen && 'invisible')} />
    </label>
  );
}
