import type { Member } from '@parley/contract';
import type { ChatRow } from '@parley/sdk';
import { Button, Dialog } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { useClient } from '../../state/client';
import { useErrorText } from '../../state/use-error-text';
import { Notice } from '../shell/notice';
import { useAct } from './use-act';
import { useMuted } from './use-muted';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** The last one is meant to stay. */
const SPANS = [
  ['muteTenMinutes', 10 * MINUTE_MS],
  ['muteHour', 60 * MINUTE_MS],
  ['muteDay', DAY_MS],
  ['muteWeek', 7 * DAY_MS],
  ['muteForever', 100 * 365 * DAY_MS],
] as const;

export type MemberDialogProps = {
  row: ChatRow;
  member: Member;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

/** For how long somebody may not write; who is muted already may be let to write again. */
export function MuteMember({ row, member, open, onOpenChange }: MemberDialogProps) {
  const t = useTranslations('group');
  const app = useTranslations('app');
  const errorText = useErrorText();
  const client = useClient();
  const { busy, failure, run } = useAct();
  const { userId, name } = member.user;
  const muted = useMuted(member.mutedUntil);
  const mute = async (until: number | null): Promise<void> => {
    if (await run(() => client.groups.mute(row.conversationId, userId, until))) onOpenChange(false);
  };
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t('muteTitle', { person: name })} closeLabel={app('close')}>
      <div className="flex flex-col gap-2 overflow-y-auto px-4 pb-4">
        {failure && <Notice text={errorText(failure)} />}
        <p className="text-list text-muted">{t('muteBody', { person: name })}</p>
        {SPANS.map(([key, span]) => (
          <Button key={key} disabled={busy} onClick={() => void mute(client.now() + span)}>
            {t(key)}
          </Button>
        ))}
        {muted && (
          <Button kind="primary" disabled={busy} onClick={() => void mute(null)}>
            {t('unmute')}
          </Button>
        )}
      </div>
    </Dialog>
  );
}
