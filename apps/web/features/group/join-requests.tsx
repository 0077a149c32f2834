import type { JoinRequestPage } from '@parley/contract';
import { Avatar, Button, Dialog, MiddleTruncate } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { useClient } from '../../state/client';
import { shownError, useErrorText, type ShownError } from '../../state/use-error-text';
import { Notice } from '../shell/notice';
import type { GroupDialogProps } from './edit-looks';
import { useAct } from './use-act';

const NOBODY: JoinRequestPage = { requests: [], next: null };

/** Who waits to be let in; the list is read again whenever their number changes. */
export function JoinRequests({ row, open, onOpenChange }: GroupDialogProps) {
  const t = useTranslations('rules');
  const app = useTranslations('app');
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('requests', { count: row.joinRequests })}
      closeLabel={app('close')}
    >
      <Waiting conversationId={row.conversationId} count={row.joinRequests} />
    </Dialog>
  );
}

function Waiting({ conversationId, count }: { conversationId: string; count: number }) {
  const t = useTranslations('rules');
  const errorText = useErrorText();
  const { groups } = useClient();
  const { busy, failure, run } = useAct();
  const [page, setPage] = useState<JoinRequestPage>(NOBODY);
  const [unread, setUnread] = useState<ShownError | null>(null);
  useEffect(() => {
    let current = true;
    groups.joinRequests(conversationId).then(
      (found) => current && setPage(found),
      (error: unknown) => current && setUnread(shownError(error)),
    );
    return () => {
      current = false;
    };
  }, [groups, conversationId, count]);
  const more = (after: string): void => {
    void run(async () => {
      const { requests, next } = await groups.joinRequests(conversationId, after);
      setPage((before) => ({ requests: [...before.requests, ...requests], next }));
    });
  };
  const answer = (userId: string, approve: boolean): void => {
    void run(() => groups.answerJoinRequest(conversationId, userId, approve));
  };
  const shown = failure ?? unread;
  const { requests, next } = page;
  return (
    <div className="flex min-h-32 flex-col gap-2 overflow-y-auto px-4 pb-4">
      {shown && <Notice text={errorText(shown)} />}
      {requests.length === 0 && <p className="text-list text-muted">{t('noRequests')}</p>}
      <ul>
        {requests.map(({ user }) => (
          <li key={user.userId} className="flex h-13 items-center gap-3">
            <Avatar id={user.userId} name={user.name} size="md" />
            <span className="flex min-w-0 flex-1 flex-col">
              <MiddleTruncate text={user.name} className="text-list font-medium" />
              <span className="truncate text-meta text-muted">{user.login}</span>
            </span>
            <Button size="sm" kind="primary" disabled={busy} onClick={() => answer(user.userId, true)}>
              {t('letIn')}
            </Button>
            <Button size="sm" disabled={busy} onClick={() => answer(user.userId, false)}>
              {t('refuse')}
            </Button>
          </li>
        ))}
      </ul>
      {next !== null && (
        <Button disabled={busy} onClick={() => more(next)}>
          {t('moreRequests')}
        </Button>
      )}
    </div>
  );
}
