import { LIMITS } from '@parley/contract';
import { Button, Dialog, TextField } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { useId, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import { useErrorText } from '../../state/use-error-text';
import { useSubmit } from '../../state/use-submit';
import { Notice } from '../shell/notice';
import { PeoplePicker } from './people-picker';
import { useGroupText } from './use-group-text';
import { useGroupDraft, type GroupDraft } from './use-group-draft';

export type NewGroupProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onOpened: (conversationId: string) => void;
};

/** A name, some people, and the group is there. By keyboard: Enter goes on to the people, picks them, and makes it. */
export function NewGroup({ open, onOpenChange, onOpened }: NewGroupProps) {
  const t = useTranslations('group');
  const app = useTranslations('app');
  const draft = useGroupDraft();
  const input = useRef<HTMLInputElement>(null);
  const opened = (conversationId: string): void => {
    onOpenChange(false);
    onOpened(conversationId);
  };
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t('create')} closeLabel={app('close')} initialFocus={input}>
      <GroupForm draft={draft} input={input} onOpened={opened} />
    </Dialog>
  );
}

type FormProps = {
  draft: GroupDraft;
  input: RefObject<HTMLInputElement | null>;
  onOpened: (conversationId: string) => void;
};

function GroupForm({ draft, input, onOpened }: FormProps) {
  const t = useTranslations('group');
  const errorText = useErrorText();
  const people = useRef<HTMLInputElement>(null);
  const id = useId();
  const [missing, setMissing] = useState(false);
  const { name, setName, picked, setPicked, create } = draft;
  const { busy, failure, onSubmit } = useSubmit(() => {
    setMissing(name.trim() === '');
    if (name.trim() !== '') return create().then(({ conversationId }) => onOpened(conversationId));
    input.current?.focus();
    return null;
  });
  const change = (next: string): void => {
    setName(next);
    setMissing(false);
  };
  return (
    <form onSubmit={onSubmit} noValidate className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto">
      <div className="flex flex-col gap-3 px-4">
        {failure && <Notice text={errorText(failure)} />}
        <NameField
          input={input}
          name={name}
          missing={missing}
          onName={change}
          onEnter={() => people.current?.focus()}
        />
      </div>
      {/* No fieldset: its content is as high as it likes, and the list would go on behind the button. */}
      <section aria-labelledby={id} className="flex min-h-0 flex-1 flex-col">
        <h3 id={id} className="px-4 pb-1 text-list font-medium">
          {t('withWhom')}
        </h3>
        <PeoplePicker picked={picked} onPicked={setPicked} input={people} />
      </section>
      <div className="sticky bottom-0 flex shrink-0 justify-end border-t border-line bg-raised px-4 py-3">
        <Button kind="primary" type="submit" disabled={busy}>
          {t('submit')}
        </Button>
      </div>
    </form>
  );
}

type NameFieldProps = {
  input: RefObject<HTMLInputElement | null>;
  name: string;
  missing: boolean;
  onName: (name: string) => void;
  onEnter: () => void;
};

function NameField({ input, name, missing, onName, onEnter }: NameFieldProps) {
  const t = useGroupText({ kind: 'group' });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    event.preventDefault();
    onEnter();
  };
  return (
    <TextField
      ref={input}
      label={t('name')}
      value={name}
      maxLength={LIMITS.nameCodePoints}
      autoComplete="off"
      error={missing ? t('nameMissing') : undefined}
      onChange={(event) => onName(event.target.value)}
      onKeyDown={onKeyDown}
    />
  );
}
