import { GroupAvatar, LIMITS } from '@parley/contract';
import type { ChatRow } from '@parley/sdk';
import { Avatar, Button, cx, Dialog, TextField, TINTS, tintOf } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { useClient } from '../../state/client';
import { useErrorText } from '../../state/use-error-text';
import { useSubmit } from '../../state/use-submit';
import { Notice } from '../shell/notice';

export type GroupDialogProps = { row: ChatRow; open: boolean; onOpenChange: (open: boolean) => void };
type LooksProps = GroupDialogProps & { announcement: string };

/** Topic, announcement and picture of a group. */
export function EditLooks({ row, announcement, open, onOpenChange }: LooksProps) {
  const t = useTranslations('rules');
  const app = useTranslations('app');
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t('edit')} closeLabel={app('close')}>
      <LooksForm row={row} announcement={announcement} onDone={() => onOpenChange(false)} />
    </Dialog>
  );
}

type FormProps = { row: ChatRow; announcement: string; onDone: () => void };

function LooksForm({ row, announcement, onDone }: FormProps) {
  const t = useTranslations('rules');
  const group = useTranslations('group');
  const errorText = useErrorText();
  const { groups } = useClient();
  const before = row.profile?.avatar ?? null;
  const [topic, setTopic] = useState(row.profile?.topic ?? '');
  const [text, setText] = useState(announcement);
  const [tint, setTint] = useState(before?.tint ?? tintOf(row.conversationId));
  const [emoji, setEmoji] = useState(before?.emoji ?? '');
  const picture = GroupAvatar.safeParse({ tint, emoji: emoji.trim() === '' ? null : emoji.trim() });
  const touched = before !== null || emoji.trim() !== '' || tint !== tintOf(row.conversationId);
  const { busy, failure, onSubmit } = useSubmit(() => {
    if (!picture.success) return null;
    const avatar = touched ? { avatar: picture.data } : {};
    return groups.change(row.conversationId, { topic, announcement: text, ...avatar }).then(onDone);
  });
  return (
    <form onSubmit={onSubmit} noValidate className="flex min-h-0 flex-col gap-4 overflow-y-auto px-4 pb-4">
      {failure && <Notice text={errorText(failure)} />}
      <TextField
        label={t('topic')}
        value={topic}
        maxLength={LIMITS.topicCodePoints}
        autoComplete="off"
        onChange={(event) => setTopic(event.target.value)}
      />
      <TextArea label={t('announcement')} value={text} onChange={setText} />
      <div className="flex items-end gap-3">
        <Avatar
          id={row.conversationId}
          name={row.name ?? ''}
          square
          tint={tint}
          mark={picture.data?.emoji ?? undefined}
        />
        <TextField
          label={t('emoji')}
          value={emoji}
          autoComplete="off"
          className="w-28"
          error={picture.success ? undefined : t('oneEmoji')}
          onChange={(event) => setEmoji(event.target.value)}
        />
      </div>
      <Tints value={tint} onChange={setTint} />
      <Button kind="primary" type="submit" disabled={busy || !picture.success} className="self-end">
        {group('save')}
      </Button>
    </form>
  );
}

function TextArea(props: { label: string; value: string; onChange: (value: string) => void }) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-list font-medium">
        {props.label}
      </label>
      <textarea
        id={id}
        rows={4}
        value={props.value}
        maxLength={LIMITS.announcementCodePoints}
        onChange={(event) => props.onChange(event.target.value)}
        className="resize-y rounded-control border border-edge bg-surface px-3 py-2 text-message"
      />
    </div>
  );
}

function Tints({ value, onChange }: { value: number; onChange: (tint: number) => void }) {
  const t = useTranslations('rules');
  return (
    <fieldset className="flex flex-wrap gap-1">
      <legend className="pb-1 text-list font-medium">{t('colour')}</legend>
      {Array.from({ length: TINTS }, (_, tint) => (
        <button
          key={tint}
          type="button"
          aria-label={t('colourOf', { number: String(tint + 1) })}
          aria-pressed={tint === value}
          onClick={() => onChange(tint)}
          className="inline-flex size-9 items-center justify-center rounded-control"
        >
          <span
            data-tint={tint}
            className={cx(
              'size-6 rounded-control forced-colors:border',
              tint === value && 'outline-2 outline-offset-2 outline-accent',
            )}
          />
        </button>
      ))}
    </fieldset>
  );
}
