import { Avatar, Kbd, MiddleTruncate, Pill } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { useClient, useMe } from '../../state/client';
import { markOf } from '../../state/use-presence';
import { shortcutOn } from '../../state/use-shortcut';
import { useStore } from '../../state/use-store';
import { ChatAvatar } from '../group/chat-avatar';
import { NoRows, OptionRow, RowsSkeleton } from '../people/option-row';
import type { Entry } from './entries';
import type { Switcher } from './use-switcher';

export function optionId(list: string, { key }: Entry): string {
  return `${list}-${key}`;
}

/** What fits, in groups; the focus stays in the field above. */
export function SwitcherList({ id, switcher }: { id: string; switcher: Switcher }) {
  const t = useTranslations('switcher');
  const { query, groups, entries, active, searching, move, choose } = switcher;
  return (
    <div className="min-h-[280px] flex-1 overflow-y-auto px-2 pb-2">
      {entries.length === 0 &&
        (searching ? (
          <RowsSkeleton className="h-11" />
        ) : (
          <NoRows title={t('nothing', { query: query.trim() })} body={t('nothingBody')} />
        ))}
      <div role="listbox" id={id} aria-label={t('label')}>
        {groups.map(({ title, entries: shown }) => (
          <div key={title} role="group" aria-labelledby={`${id}-${title}`}>
            <div id={`${id}-${title}`} className="px-2 pt-2 pb-1 text-meta font-medium text-muted">
              {t(title)}
            </div>
            {shown.map((entry) => (
              <OptionRow
                key={entry.key}
                id={optionId(id, entry)}
                active={entry === active}
                onHover={() => move(entry)}
                onChoose={() => choose(entry)}
                className="min-h-11 py-1"
              >
                <Drawn entry={entry} />
              </OptionRow>
            ))}
          </div>
        ))}
      </div>
      <p role="status" className="sr-only">
        {!searching && t('results', { count: entries.length })}
      </p>
    </div>
  );
}

function Drawn({ entry }: { entry: Entry }) {
  if (entry.kind === 'chat') return <Chat entry={entry} />;
  if (entry.kind === 'person') return <Person entry={entry} />;
  const { icon: Icon, shortcut } = entry.command;
  return (
    <>
      <span className="flex w-9 shrink-0 justify-center text-muted">
        <Icon aria-hidden size={18} strokeWidth={1.75} />
      </span>
      <span className="said min-w-0 flex-1 text-list">{entry.name}</span>
      {shortcut !== undefined && <Kbd keys={shortcutOn(shortcut).shortcut} className="pointer-coarse:hidden" />}
    </>
  );
}

function Chat({ entry: { row, name } }: { entry: Extract<Entry, { kind: 'chat' }> }) {
  const t = useTranslations('chats');
  const me = useMe();
  const seen = useStore(useClient().presence).get(row.peer?.userId ?? '');
  return (
    <>
      <ChatAvatar row={row} name={name} size="md" presence={markOf(seen)} />
      <Name name={name} below={row.peer?.userId === me.userId ? undefined : row.peer?.login} />
      {row.unread > 0 && (
        <Pill text={row.unread > 999 ? '999+' : String(row.unread)} label={t('unread', { count: row.unread })} />
      )}
    </>
  );
}

function Person({ entry: { user } }: { entry: Extract<Entry, { kind: 'person' }> }) {
  const t = useTranslations('people');
  const me = useMe();
  return (
    <>
      <Avatar id={user.userId} name={user.name} size="md" />
      <Name name={user.name} below={user.userId === me.userId ? undefined : user.login} />
      {!user.active && <span className="text-meta text-muted">{t('inactive')}</span>}
    </>
  );
}

function Name({ name, below }: { name: string; below: string | undefined }) {
  return (
    <span className="flex min-w-0 flex-1 items-baseline gap-2">
      <MiddleTruncate text={name} className="text-list font-medium" />
      {below !== undefined && <span className="min-w-0 truncate text-meta text-muted">{below}</span>}
    </span>
  );
}
