import type { JoinPreview } from '@parley/contract';
import { Avatar, Button, Dialog } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { useClient } from '../../state/client';
import { forgetJoinToken, useJoinToken } from '../../state/location';
import { shownError, useErrorText, type ShownError } from '../../state/use-error-text';
import { Notice } from '../shell/notice';
import { useAct } from './use-act';

/** The address holds a link into a group: what it leads to, and whether I want to go there. */
export function JoinByLink({ onOpened }: { onOpened: (conversationId: string) => void }) {
  const t = useTranslations('rules');
  const app = useTranslations('app');
  const token = useJoinToken();
  return (
    <Dialog
      open={token !== null}
      onOpenChange={(open) => !open && forgetJoinToken()}
      title={t('joinTitle')}
      closeLabel={app('close')}
    >
      {token !== null && <Joining key={token} token={token} onOpened={onOpened} />}
    </Dialog>
  );
}

function Joining({ token, onOpened }: { token: string; onOpened: (id: string) => void }) {
  const t = useTranslations('rules');
  const group = useTranslations('group');
  const errorText = useErrorText();
  const { groups } = useClient();
  const [preview, setPreview] = useState<JoinPreview | null>(null);
  const [unknown, setUnknown] = useState<ShownError | null>(null);
  const [waiting, setWaiting] = useState(false);
  const { busy, failure, run } = useAct();
  useEffect(() => {
    let current = true;
    groups.previewJoinLink(token).then(
      (found) => current && setPreview(found),
      (error: unknown) => current && setUnknown(shownError(error)),
    );
    return () => {
      current = false;
    };
  }, [groups, token]);
  const join = (): void => {
    void run(async () => {
      const item = await groups.joinByLink(token);
      if (item === null) return setWaiting(true);
      forgetJoinToken();
      onOpened(item.conversationId);
    });
  };
  const shown = failure ?? unknown;
  return (
    <div className="flex min-h-32 flex-col gap-3 px-4 pb-4">
      {shown && <Notice text={errorText(shown)} />}
      {preview && (
        <div className="flex items-center gap-3">
          <Avatar
            id={preview.name}
            name={preview.name}
            square
            tint={preview.avatar?.tint}
            mark={preview.avatar?.emoji ?? undefined}
          />
          <span className="flex min-w-0 flex-col">
            <span className="text-message font-medium wrap-anywhere">{preview.name}</span>
            <span className="text-meta text-muted">{group('members', { count: preview.memberCount })}</span>
          </span>
        </div>
      )}
      {waiting && (
        <p role="status" className="text-list text-muted">
          {t('asked')}
        </p>
      )}
      {preview && !waiting && (
        <Button kind="primary" disabled={busy} onClick={join} className="self-end">
          {preview.approval ? t('ask') : t('join')}
        </Button>
      )}
    </div>
  );
}
