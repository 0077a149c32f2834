import { ParleyError } from '@parley/contract';
import type { ChatRow, ThreadSnapshot } from '@parley/sdk';
import { Button, cx, EmptyState, IconButton, KEYS, MiddleTruncate } from '@parley/ui';
import { ArrowLeft, Bell, BellOff, MessageCircleWarning, X, type LucideIcon } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useRef } from 'react';
import { useClient } from '../../state/client';
import { closeThread } from '../../state/location';
import { NO_SEQ } from '../../state/place';
import { tellNotice } from '../../state/notice';
import { shownError, useErrorText } from '../../state/use-error-text';
import { useStore } from '../../state/use-store';
import { Composer } from '../composer/composer';
import { SIDE_PANE } from '../shell/side-pane';
import { isOver } from './is-over';
import { InThread } from './in-thread';
import { ThreadMessages } from './thread-messages';
import { usePaneFocus } from './use-pane-focus';

type Props = { row: ChatRow; name: string; seq: number };

/** A message with what was said in its thread: beside the chat, over it where there is no room. */
export function ThreadPane({ row, name, seq }: Props) {
  const t = useTranslations('threads');
  const pane = useRef<HTMLElement>(null);
  const onKeyDown = usePaneFocus(pane, seq);
  return (
    <InThread value={seq}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape closes it, from wherever in it */}
      <aside ref={pane} tabIndex={-1} aria-label={t('label', { name })} onKeyDown={onKeyDown} className={SIDE_PANE}>
        {seq === NO_SEQ ? <NoThread name={name} /> : <Opened row={row} name={name} seq={seq} />}
      </aside>
    </InThread>
  );
}

function Opened({ row, name, seq }: Props) {
  const client = useClient();
  const snapshot = useStore(client.thread(row.conversationId, seq));
  const { status, root, error } = snapshot;
  return (
    <>
      <Header name={name}>{status !== 'error' && <FollowButton snapshot={snapshot} />}</Header>
      {status === 'error' ? (
        <Failed error={error} onRetry={() => void client.thread(row.conversationId, seq).load()} />
      ) : (
        <>
          <ThreadMessages key={snapshot.seq} row={row} snapshot={snapshot} />
          {status === 'ready' && error !== null && !snapshot.hasOlder && <Stale />}
          {(root === null ? status === 'ready' : !isOver(root)) && <Composer row={row} name={name} />}
        </>
      )}
    </>
  );
}

/** The address names a thread that can't be: said as of one that isn't there. */
function NoThread({ name }: { name: string }) {
  return (
    <>
      <Header name={name} />
      <Failed error={new ParleyError('THREAD_NOT_FOUND')} onRetry={closeThread} />
    </>
  );
}

function Header({ name, children }: { name: string; children?: ReactNode }) {
  const t = useTranslations('threads');
  return (
    <header className="flex h-14 shrink-0 items-center gap-1 border-b border-line px-2 panes:pr-2 panes:pl-4">
      <CloseButton icon={ArrowLeft} className="panes:hidden" />
      <div className="flex min-w-0 flex-1 flex-col">
        <h2 className="text-message font-semibold">{t('title')}</h2>
        <p className="text-meta text-muted">
          <MiddleTruncate text={t('where', { name })} />
        </p>
      </div>
      {children}
      <CloseButton icon={X} className="max-panes:hidden" />
    </header>
  );
}

function CloseButton({ icon, className }: { icon: LucideIcon; className: string }) {
  const t = useTranslations('threads');
  return (
    <IconButton
      icon={icon}
      label={t('close')}
      shortcut={KEYS.escape}
      side="bottom"
      className={className}
      onClick={closeThread}
    />
  );
}

/** Always there: until it is known whether I follow, it can't be pressed. */
function FollowButton({ snapshot }: { snapshot: ThreadSnapshot }) {
  const t = useTranslations('threads');
  const errorText = useErrorText();
  const client = useClient();
  const { conversationId, seq, state } = snapshot;
  const following = state?.following === true;
  const toggle = (): void => {
    if (state === null) return;
    client
      .thread(conversationId, seq)
      .follow(!following)
      .then(
        () => tellNotice(t(following ? 'unfollowed' : 'followed')),
        (error: unknown) => tellNotice(errorText(shownError(error))),
      );
  };
  return (
    <IconButton
      icon={following ? Bell : BellOff}
      label={t(following ? 'unfollow' : 'follow')}
      side="bottom"
      aria-disabled={state === null}
      className={cx(following && '!text-accent')}
      onClick={toggle}
    />
  );
}

function Failed({ error, onRetry }: { error: ParleyError | null; onRetry: () => void }) {
  const t = useTranslations('threads');
  const app = useTranslations('app');
  const errorText = useErrorText();
  const shown = shownError(error);
  const again = error?.retryable !== false;
  return (
    <EmptyState
      icon={MessageCircleWarning}
      title={t('errorTitle')}
      body={errorText(shown)}
      action={<Button onClick={again ? onRetry : closeThread}>{again ? app('retry') : t('close')}</Button>}
    />
  );
}

/** What is here was kept by this device. */
function Stale() {
  const t = useTranslations('threads');
  return (
    <p role="status" className="px-3 py-1 text-meta text-muted">
      {t('offline')}
    </p>
  );
}
