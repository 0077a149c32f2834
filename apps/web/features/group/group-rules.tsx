import type { Audience, GroupSettingsInput } from '@parley/contract';
import type { ChatRow } from '@parley/sdk';
import { Choice, Dialog, Switch } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { useClient } from '../../state/client';
import { useErrorText } from '../../state/use-error-text';
import { Notice } from '../shell/notice';
import type { GroupDialogProps } from './edit-looks';
import { useAct } from './use-act';
import { useGroupText } from './use-group-text';

const AUDIENCES = ['everybody', 'admins', 'owner'] as const satisfies readonly Audience[];
const RIGHTS = ['post', 'add', 'info', 'pin', 'mentionAll'] as const;
const SECONDS = [0, 10, 30, 60, 300] as const;
/** Earlier messages that newcomers see. */
const HISTORY = { none: 0, some: 100, all: null } as const;

/** The rules of a group; each takes hold as it is chosen. */
export function GroupRules({ row, open, onOpenChange }: GroupDialogProps) {
  const t = useTranslations('rules');
  const app = useTranslations('app');
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t('title')} closeLabel={app('close')}>
      <Rules row={row} />
    </Dialog>
  );
}

function Rules({ row }: { row: ChatRow }) {
  const t = useTranslations('rules');
  const group = useGroupText(row);
  const errorText = useErrorText();
  const { groups } = useClient();
  const { failure, inTurn } = useAct();
  const settings = row.profile?.settings;
  if (settings === undefined) return null;
  const set = (change: GroupSettingsInput): void => {
    inTurn(() => groups.change(row.conversationId, { settings: change }));
  };
  const spanOf = (seconds: number): string => {
    if (seconds === 0) return t('off');
    return seconds % 60 === 0 ? t('minutes', { count: seconds / 60 }) : t('seconds', { count: seconds });
  };
  // What only the owner may do, only the owner may give away.
  const audiences = row.role === 'owner' ? AUDIENCES : AUDIENCES.slice(0, 2);
  const rights = RIGHTS.filter((right) => row.role === 'owner' || settings[right] !== 'owner');
  return (
    <div className="flex flex-col gap-4 overflow-y-auto px-4 pb-4">
      {failure && <Notice text={errorText(failure)} />}
      {rights.map((right) => (
        <Choice
          key={right}
          label={t(right)}
          value={AUDIENCES.find((one) => one === settings[right]) ?? 'owner'}
          options={audiences.map((value) => ({ value, label: value === 'owner' ? group(value) : t(value) }))}
          onChange={(value) => set({ [right]: value })}
        />
      ))}
      <Switch label={t('muteAll')} checked={settings.muteAll} onChange={(muteAll) => set({ muteAll })} />
      <Choice
        label={t('slowMode')}
        value={String(settings.slowSeconds)}
        options={[...new Set([...SECONDS, settings.slowSeconds])].map((seconds) => ({
          value: String(seconds),
          label: spanOf(seconds),
        }))}
        onChange={(value) => set({ slowSeconds: Number(value) })}
      />
      <Choice
        label={t('history')}
        value={settings.history === null ? 'all' : settings.history === 0 ? 'none' : 'some'}
        options={(['none', 'some', 'all'] as const).map((value) => ({ value, label: t(`history-${value}`) }))}
        onChange={(value) => set({ history: HISTORY[value] })}
      />
      <Switch label={t('approval')} checked={settings.approval} onChange={(approval) => set({ approval })} />
    </div>
  );
}
