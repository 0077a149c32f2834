import type { UserSummary } from '@parley/contract';
import { Button, Dialog, TextField } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { useRef, useState, type RefObject } from 'react';
import { useClient } from '../../state/client';
import { useErrorText } from '../../state/use-error-text';
import { useSubmit } from '../../state/use-submit';
import { Notice } from '../shell/notice';
import { PeoplePicker } from './people-picker';

export type NewGroupProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onOpened: (conversationId: string) => void;
};

/** A name, some people, and the group is there. */
export function NewGroup({ open, onOpenChange, onOpened }: NewGroupProps) {
  const t = useTranslations('group');
  const app = useTranslations('app');
  const input = useRef<HTMLInputElement>(null);
  const opened = (conversationId: string): void => {
    onOpenChange(false);
    onOpened(conversationId);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('createTitle')}
      closeLabel={app('close')}
      initialFocus={input}
    >
      <GroupForm input={input} onOpened={opened} />
    </Dialog>
  );
}

/** Another try after a lost answer must not make a second group, so the key stays for as long as the form is open. */
const newKey = (): string => `g_${crypto.randomUUID()}`;

function GroupForm({ input, onOpened }: { input: RefObject<HTMLInputElement | null>; onOpened: (id: string) => void }) {
  const t = useTranslations('group');
  const errorText = useErrorText();
  const client = useClient();
  const [key] = useState(newKey);
  const [picked, setPicked] = useState<readonly UserSummary[]>([]);
  const [missing, setMissing] = useState(false);
  const { busy, failure, onSubmit } = useSubmit((field) => {
    const name = field('name').trim();
    setMissing(name === '');
    if (name === '') return null;
    const userIds = picked.map(({ userId }) => userId);
    return client.createGroup({ name, userIds, key }).then(({ conversationId }) => onOpened(conversationId));
  });
  return (
    <form onSubmit={onSubmit} noValidate className="flex min-h-0 flex-col gap-4 overflow-y-auto px-4 pb-4">
      {failure && <Notice text={errorText(failure)} />}
      <TextField
        ref={input}
        name="name"
        label={t('name')}
        maxLength={64}
        onChange={() => setMissing(false)}
        autoComplete="off"
        error={missing ? t('nameMissing') : undefined}
      />
      <fieldset className="flex min-h-0 flex-col gap-2">
        <legend className="pb-1 text-list font-medium">{t('withWhom')}</legend>
        <PeoplePicker picked={picked} onPicked={setPicked} />
      </fieldset>
      <Button kind="primary" type="submit" disabled={busy} className="self-end">
        {t('submit')}
      </Button>
    </form>
  );
}
