import type { JoinPreview } from '@parley/contract';
import { Avatar, Button, Dialog } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState, type RefObject } from 'react';
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
  const button = useRef<HTMLButtonElement>(null);
  return (
    <Dialog
      open={token !== null}
      onOpenChange={(open) => !open && forgetJoinToken()}
      title={t('joinTitle')}
      closeLabel={app('close')}
      initialFocus={button}
    >
      {token !== null && <Joining key={token} token={token} button={button} onOpened={onOpened} />}
    </Dialog>
  );
}

type JoiningProps = { token: string; button: RefObject<HTMLButtonElement | null>; onOpened: (id: string) => void };

function Joining({ token, button, onOpened }: JoiningProps) {
  const t = useTranslations('rules');
  const app = useTranslations('app');
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
  const isOver = waiting || unknown !== null;
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
            <span className="said text-message font-medium">{preview.name}</span>
            <span className="text-meta text-muted">{group('members', { count: preview.memberCount })}</span>
          </span>
        </div>
      )}
      {waiting && (
        <p role="status" className="text-list text-muted">
          {t('asked')}
        </p>
      )}
      {/* It has the focus before it is known what it does, and after. */}
      <Button
        ref={button}
        kind={isOver ? 'plain' : 'primary'}
        disabled={busy || (preview === null && !isOver)}
        onClick={isOver ? forgetJoinToken : join}
        className="mt-auto self-end"
      >
        {isOver ? app('close') : preview?.approval === true ? t('ask') : t('join')}
      </Button>
    </div>
  );
}
