import { Button, Dialog, TextField } from '@parley/ui';
import { LIMITS } from '@parley/contract';
import { useTranslations } from 'next-intl';
import { useRef, useState, type RefObject, type SubmitEvent } from 'react';
import { useClient } from '../../state/client';
import { useErrorText } from '../../state/use-error-text';
import type { MemberDialogProps } from './mute-member';
import { useAct } from './use-act';
import { useGroupText } from './use-group-text';

/** What somebody is called in this group; empty: by their own name. */
export function NameMember({ open, onOpenChange, ...rest }: MemberDialogProps) {
  const t = useGroupText(rest.row);
  const app = useTranslations('app');
  const input = useRef<HTMLInputElement>(null);
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('nickname')}
      closeLabel={app('close')}
      initialFocus={input}
    >
      <NicknameForm key={rest.member.user.userId} {...rest} input={input} onDone={() => onOpenChange(false)} />
    </Dialog>
  );
}

type FormProps = Pick<MemberDialogProps, 'row' | 'member'> & {
  input: RefObject<HTMLInputElement | null>;
  onDone: () => void;
};

function NicknameForm({ row, member, input, onDone }: FormProps) {
  const t = useTranslations('group');
  const errorText = useErrorText();
  const { groups } = useClient();
  const { busy, failure, run } = useAct();
  const [name, setName] = useState(member.nickname ?? '');
  const submit = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const wanted = name.trim() === '' ? null : name.trim();
    if (await run(() => groups.setNickname(row.conversationId, member.user.userId, wanted))) onDone();
  };
  return (
    <form onSubmit={(event) => void submit(event)} noValidate className="flex flex-col gap-3 px-4 pb-4">
      <TextField
        ref={input}
        label={t('nicknameLabel', { person: member.user.name })}
        hint={t('nicknameHint', { person: member.user.name })}
        error={failure ? errorText(failure) : undefined}
        value={name}
        maxLength={LIMITS.nameCodePoints}
        autoComplete="off"
        onChange={(event) => setName(event.target.value)}
      />
      <Button kind="primary" type="submit" disabled={busy} className="self-end">
        {t('save')}
      </Button>
    </form>
  );
}
