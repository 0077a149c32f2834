import { LIMITS } from '@parley/contract';
import { Button, Dialog, TextField } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { useState, type SubmitEvent } from 'react';
import { useErrorText } from '../../state/use-error-text';
import { useClient } from '../../state/client';
import type { SteadyChat } from '../../state/steady-chat';
import { useNow } from '../../state/use-now';
import { CallQuestion } from '../composer/call-question';
import type { Said } from '../composer/mention-text';
import { useCallQuestion } from '../composer/use-call-question';
import { fromField, timeChoices, toField } from './times';
import { useSchedule } from './use-schedule';

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  row: SteadyChat;
  said: Said;
  onScheduled: () => void;
};

/** Any date and time, in the time zone of the browser. */
export function PickTime({ open, onOpenChange, ...rest }: Props) {
  const t = useTranslations('scheduled');
  const app = useTranslations('app');
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t('pickTitle')} closeLabel={app('close')}>
      <PickForm {...rest} onClose={() => onOpenChange(false)} />
    </Dialog>
  );
}

function PickForm({ row, said, onScheduled, onClose }: Omit<Props, 'open' | 'onOpenChange'> & { onClose: () => void }) {
  const t = useTranslations('scheduled');
  const app = useTranslations('app');
  const errorText = useErrorText();
  const client = useClient();
  const [value, setValue] = useState(() => toField(timeChoices(client.now())[0]?.at ?? client.now()));
  const { busy, failure, schedule } = useSchedule(row.conversationId, () => {
    onClose();
    onScheduled();
  });
  const question = useCallQuestion(row);
  const sendAt = fromField(value);
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (!busy && sendAt !== null) question.guard(said.mentions ?? [], () => void schedule(said, value, sendAt));
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4 overflow-y-auto px-4 pb-4">
      <p className="line-clamp-3 text-list wrap-anywhere whitespace-pre-line text-muted">{said.text}</p>
      <TimeField value={value} onChange={setValue} error={failure === null ? undefined : errorText(failure)} />
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{app('cancel')}</Button>
        <Button type="submit" kind="primary" disabled={busy || sendAt === null}>
          {t('submit')}
        </Button>
      </div>
      <CallQuestion question={question} />
    </form>
  );
}

type TimeFieldProps = { value: string; onChange: (value: string) => void; error?: string | undefined };

export function TimeField({ value, onChange, error }: TimeFieldProps) {
  const t = useTranslations('scheduled');
  const now = useNow();
  return (
    <TextField
      label={t('when')}
      type="datetime-local"
      required
      min={toField(now)}
      max={toField(now + LIMITS.scheduledAheadMs)}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      hint={t('zone', { zone: Intl.DateTimeFormat().resolvedOptions().timeZone })}
      error={error}
    />
  );
}
