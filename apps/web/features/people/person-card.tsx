import type { Presence, UserSummary } from '@parley/contract';
import { current } from '@parley/core';
import { Avatar, Button, Dialog, MiddleTruncate, Skeleton } from '@parley/ui';
import { MessageCircle, Smile } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useRef, useState, type ReactNode } from 'react';
import { untilTime } from '../../i18n/dates';
import { fullTime } from '../../i18n/time';
import { useClient, useMe } from '../../state/client';
import { openChat } from '../../state/location';
import { closePerson } from '../../state/person-card';
import { openSurface } from '../../state/surface';
import { useAfterClosing } from '../../state/use-after-closing';
import { useErrorText } from '../../state/use-error-text';
import { useNow } from '../../state/use-now';
import { markOf, useLookAt } from '../../state/use-presence';
import { useStore } from '../../state/use-store';
import { useAct } from '../group/use-act';
import { useMyMark } from '../presence/use-my-mark';
import { usePresenceText } from '../presence/use-presence-text';
import { Notice } from '../shell/notice';
import { usePerson } from './use-person';

/** Who somebody is, whether they are there and what they say of themselves, and the way to write to them. */
export function PersonCard({ open, userId }: { open: boolean; userId: string | null }) {
  const t = useTranslations('person');
  const app = useTranslations('app');
  // Who fades is still who it was.
  const [shown, setShown] = useState(userId);
  if (userId !== null && userId !== shown) setShown(userId);
  const inside = useRef<HTMLDivElement>(null);
  const after = useAfterClosing();
  const setStatus = (): void => {
    after.next(() => openSurface('presence'));
    closePerson();
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && closePerson()}
      onClosed={after.onClosed}
      title={t('title')}
      closeLabel={app('close')}
      initialFocus={inside}
    >
      <div
        ref={inside}
        tabIndex={-1}
        className="flex min-h-32 flex-col gap-4 overflow-y-auto px-4 pt-1 pb-4 outline-none"
      >
        {shown !== null && <Somebody key={shown} userId={shown} onStatus={setStatus} />}
      </div>
    </Dialog>
  );
}

function Somebody({ userId, onStatus }: { userId: string; onStatus: () => void }) {
  const app = useTranslations('app');
  const errorText = useErrorText();
  const me = useMe();
  const { user, failure, retry } = usePerson(userId);
  if (failure !== null) {
    return (
      <>
        <Notice text={errorText(failure)} />
        <Button className="self-start" onClick={retry}>
          {app('retry')}
        </Button>
      </>
    );
  }
  if (user === undefined) return <Waiting />;
  if (user === null)
    return <p className="text-list text-muted">{errorText({ code: 'USER_NOT_FOUND', details: {} })}</p>;
  if (userId === me.userId) return <Mine user={user} onStatus={onStatus} />;
  return <Other user={user} />;
}

function Other({ user }: { user: UserSummary }) {
  const t = useTranslations('group');
  return (
    <>
      <Peer user={user} />
      <Write user={user} label={t('write')} />
    </>
  );
}

/** Somebody else: who it is, whether they are there, what they say of themselves. */
export function Peer({ user, on = 'raised' }: { user: UserSummary } & Pick<FaceProps, 'on'>) {
  const people = useTranslations('people');
  const textOf = usePresenceText();
  const now = useNow();
  useLookAt([user.userId]);
  const seen = useStore(useClient().presence).get(user.userId);
  const there = seen === undefined ? '' : textOf({ ...seen, status: null }, now);
  return (
    <>
      <Face user={user} mark={markOf(seen)} there={user.active ? there : people('inactive')} on={on} />
      <Status status={seen?.status ?? null} />
    </>
  );
}

function Mine({ user, onStatus }: { user: UserSummary; onStatus: () => void }) {
  const chats = useTranslations('chats');
  const there = useTranslations('there');
  const presence = useTranslations('presence');
  const mark = useMyMark();
  const { own } = useStore(useClient().ownPresence);
  return (
    <>
      <Face user={user} mark={mark} there={there(mark ?? 'offline')} />
      <Status status={own?.custom ?? null} />
      <Write user={user} label={chats('notes')}>
        <Button onClick={onStatus}>
          <Smile aria-hidden size={18} strokeWidth={1.75} />
          {presence('save')}
        </Button>
      </Write>
    </>
  );
}

type FaceProps = { user: UserSummary; mark: ReturnType<typeof markOf>; there: string; on?: 'raised' | 'surface' };

function Face({ user, mark, there, on = 'raised' }: FaceProps) {
  return (
    <div className="flex min-w-0 items-center gap-4">
      <Avatar id={user.userId} name={user.name} size="xl" presence={mark} on={on} />
      <div className="flex min-w-0 flex-1 flex-col">
        <MiddleTruncate text={user.name} className="text-title font-semibold" />
        <span className="truncate text-list text-muted">{user.login}</span>
        {/* Always there, so that nothing moves when it comes. */}
        <span className="h-5 truncate text-list text-muted">{there}</span>
      </div>
    </div>
  );
}

function Status({ status }: { status: Presence['status'] | null }) {
  const t = useTranslations('presence');
  const locale = useLocale();
  const now = useNow();
  const said = current(status ?? null, now);
  if (said === null) return null;
  return (
    <p className="flex items-baseline gap-2 rounded-control bg-bg px-3 py-2 text-list">
      {said.emoji != null && <span className="shrink-0 font-emoji">{said.emoji}</span>}
      <span className="said min-w-0 flex-1">{said.text}</span>
      {said.until !== null && (
        <span className="shrink-0 text-meta text-muted" title={fullTime(said.until, locale)}>
          {t('ends', { when: untilTime(said.until, now, locale) })}
        </span>
      )}
    </p>
  );
}

function Write({ user, label, children }: { user: UserSummary; label: string; children?: ReactNode }) {
  const client = useClient();
  const errorText = useErrorText();
  const { busy, failure, run } = useAct();
  const write = (): void =>
    void run(async () => {
      const { conversationId } = await client.openDirect(user.userId);
      closePerson();
      openChat(conversationId);
    });
  return (
    <>
      {failure && <Notice text={errorText(failure)} />}
      <div className="flex flex-wrap gap-2">
        <Button kind="primary" disabled={busy} onClick={write}>
          <MessageCircle aria-hidden size={18} strokeWidth={1.75} />
          {label}
        </Button>
        {children}
      </div>
    </>
  );
}

function Waiting() {
  return (
    <div aria-busy className="skeleton-late flex items-center gap-4">
      <Skeleton className="size-16 rounded-full" />
      <span className="flex flex-col gap-2">
        <Skeleton className="h-5 w-40" />
        <Skeleton className="h-3.5 w-24" />
      </span>
    </div>
  );
}
