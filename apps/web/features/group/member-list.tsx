import type { Member, MemberRole } from '@parley/contract';
import type { ChatRow } from '@parley/sdk';
import { PRESENCE_MEMBERS } from '@parley/core';
import { Button, ConfirmDialog, SearchField, Skeleton } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { useClient, useMe } from '../../state/client';
import { openChat } from '../../state/location';
import { useErrorText } from '../../state/use-error-text';
import { useLookAt } from '../../state/use-presence';
import { useRem } from '../../state/use-rem';
import { useStore } from '../../state/use-store';
import { useVirtualizer } from '../chat-list/use-virtualizer';
import { Notice } from '../shell/notice';
import { actsOn, type MemberAct } from './member-acts';
import { MemberRow } from './member-row';
import { MuteMember } from './mute-member';
import { NameMember } from './name-member';
import { useAct } from './use-act';
import { useGroupText } from './use-group-text';
import { type Members, useMembers } from './use-members';

/** Fewer are seen at a glance. */
const SEARCHED_FROM = 20;
/** As high as a row is drawn: `h-13`. */
const ROW_REM = 3.25;

type Asked = { act: Exclude<MemberAct, Direct>; member: Member };
/** What is done at once; the others ask something first. */
type Direct = 'write' | 'makeAdmin' | 'takeAdmin';

function isDirect(act: MemberAct): act is Direct {
  return act === 'write' || act === 'makeAdmin' || act === 'takeAdmin';
}

/** Everybody, with the acts that my role allows; what can't be taken back is asked about first. */
export function MemberList({ row }: { row: ChatRow }) {
  const t = useGroupText(row);
  const [query, setQuery] = useState('');
  const found = useMembers(row, query.trim());
  const errorText = useErrorText();
  const { failure, perform } = useMemberActs(row);
  const app = useTranslations('app');
  const [asked, setAsked] = useState<Asked | null>(null);
  const [asking, setAsking] = useState(false);
  const choose = (act: MemberAct, member: Member): void => {
    if (isDirect(act)) return perform(act, member);
    setAsked({ act, member });
    setAsking(true);
  };
  return (
    <>
      {(row.memberCount ?? 0) > SEARCHED_FROM && (
        <SearchField
          label={t('find')}
          clearLabel={app('clearSearch')}
          value={query}
          onChange={setQuery}
          className="mx-4 mb-1 shrink-0"
        />
      )}
      <div className="px-4">{failure && <Notice text={errorText(failure)} />}</div>
      <MemberRows row={row} found={found} onAct={choose} />
      {asked && <Question row={row} asked={asked} open={asking} onOpenChange={setAsking} perform={perform} />}
    </>
  );
}

type RowsProps = { row: ChatRow; found: Members; onAct: (act: MemberAct, member: Member) => void };

/** Only the rows on the screen exist. */
function MemberRows({ row, found, onAct }: RowsProps) {
  const t = useGroupText(row);
  const me = useMe();
  const { members, error, more } = found;
  const presence = useStore(useClient().presence);
  const isShown = (row.memberCount ?? 0) <= PRESENCE_MEMBERS;
  const scroller = useRef<HTMLDivElement>(null);
  const height = useRem() * ROW_REM;
  const virtual = useVirtualizer({
    count: members?.length ?? 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    getItemKey: (index) => members?.[index]?.user.userId ?? index,
    overscan: 8,
  });
  useLookAt(isShown ? (members ?? []).map(({ user }) => user.userId) : []);
  return (
    <div ref={scroller} className="min-h-32 flex-1 overflow-y-auto px-2 py-1" aria-busy={members === null}>
      {members === null && error === null && <Waiting />}
      {members?.length === 0 && (
        <p className="px-4 py-10 text-center said text-list text-muted">{t('noneFound', { query: found.query })}</p>
      )}
      <ul aria-label={t('details')} className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, key, start }) => {
          const member = members?.[index];
          if (!member) return null;
          return (
            <li
              key={key}
              aria-setsize={more === null ? members?.length : -1}
              aria-posinset={index + 1}
              className="absolute inset-x-0 top-0"
              style={{ transform: `translateY(${start}px)` }}
            >
              <MemberRow
                row={row}
                member={member}
                presence={isShown ? presence.get(member.user.userId) : undefined}
                acts={actsOn({ userId: me.userId, role: row.role }, member)}
                onAct={onAct}
              />
            </li>
          );
        })}
      </ul>
      {error ? <Failed found={found} /> : more && <More more={more} />}
    </div>
  );
}

type Performed = Exclude<MemberAct, 'mute' | 'nickname'>;

const ROLE: Record<Exclude<Performed, 'remove' | 'write'>, MemberRole> = {
  makeAdmin: 'admin',
  takeAdmin: 'member',
  handOver: 'owner',
};

function useMemberActs({ conversationId }: ChatRow) {
  const { groups, openDirect } = useClient();
  const { failure, run } = useAct();
  const perform = (act: Performed, { user: { userId } }: Member): void => {
    void run(async () => {
      if (act === 'write') openChat((await openDirect(userId)).conversationId);
      else if (act === 'remove') await groups.remove(conversationId, userId);
      else await groups.setRole(conversationId, userId, ROLE[act]);
    });
  };
  return { failure, perform };
}

type QuestionProps = {
  row: ChatRow;
  asked: Asked;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  perform: (act: Performed, member: Member) => void;
};

function Question({ row, asked: { act, member }, perform, ...rest }: QuestionProps) {
  const t = useGroupText(row);
  const app = useTranslations('app');
  if (act === 'mute') return <MuteMember row={row} member={member} {...rest} />;
  if (act === 'nickname') return <NameMember row={row} member={member} {...rest} />;
  const person = member.user.name;
  return (
    <ConfirmDialog
      {...rest}
      title={t(`${act}Title`, { person })}
      body={t(`${act}Body`, { person })}
      confirmLabel={t(act)}
      cancelLabel={app('cancel')}
      onConfirm={() => {
        rest.onOpenChange(false);
        perform(act, member);
      }}
    />
  );
}

/** What stands below is read before one gets there. */
function More({ more }: { more: () => void }) {
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const watch = new IntersectionObserver(([entry]) => entry?.isIntersecting === true && more(), {
      rootMargin: '400px',
    });
    if (end.current) watch.observe(end.current);
    return () => watch.disconnect();
  }, [more]);
  return <div ref={end} aria-hidden className="h-13" />;
}

function Failed({ found: { error, retry } }: { found: Members }) {
  const t = useTranslations('group');
  const app = useTranslations('app');
  const errorText = useErrorText();
  return (
    <div role="alert" className="flex flex-col items-center gap-1 px-4 py-10 text-center">
      <p className="text-message font-medium">{t('failed')}</p>
      {error && <p className="mb-3 text-list text-muted">{errorText(error)}</p>}
      <Button onClick={retry}>{app('retry')}</Button>
    </div>
  );
}

function Waiting() {
  return ['w-28', 'w-36', 'w-24'].map((width) => (
    <div key={width} className="skeleton-late flex h-13 items-center gap-3 px-2">
      <Skeleton className="size-9 rounded-full" />
      <Skeleton className={`h-3.5 ${width}`} />
    </div>
  ));
}
