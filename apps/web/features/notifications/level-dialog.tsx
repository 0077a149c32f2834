import type { NotifyLevel } from '@parley/contract';
import { isMuted } from '@parley/core';
import type { ChatRow } from '@parley/sdk';
import { Choice, Dialog } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { useClient } from '../../state/client';
import { useErrorText } from '../../state/use-error-text';
import { useNow } from '../../state/use-now';
import { useAct } from '../group/use-act';
import { isGroup } from '../group/kinds';
import { Notice } from '../shell/notice';

type Props = { row: ChatRow; name: string; open: boolean; onOpenChange: (open: boolean) => void };

/** Of which messages of one chat I am notified. */
export function LevelDialog({ row, name, open, onOpenChange }: Props) {
  const app = useTranslations('app');
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={name} closeLabel={app('close')}>
      <Levels row={row} />
    </Dialog>
  );
}

export function Levels({ row }: { row: ChatRow }) {
  const t = useTranslations('notifications');
  const errorText = useErrorText();
  const client = useClient();
  const { failure, inTurn } = useAct();
  const muted = isMuted(row.personal, useNow());
  const levels: (NotifyLevel | 'default')[] = isGroup(row)
    ? ['default', 'all', 'mentions', 'none']
    : ['default', 'all', 'none'];
  return (
    <div className="flex flex-col gap-3 px-4 pb-4">
      <Choice
        label={t('levelTitle')}
        value={row.personal.notify ?? 'default'}
        options={levels.map((value) => ({ value, label: t(`level-${value}`) }))}
        hint={muted ? t('levelMuted') : t('levelHint')}
        onChange={(value) =>
          inTurn(() => client.setPersonal(row.conversationId, { notify: value === 'default' ? null : value }))
        }
      />
      {failure && <Notice text={errorText(failure)} />}
    </div>
  );
}
