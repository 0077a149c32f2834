import type { ChatRow } from '@parley/sdk';
import { Button, TextField } from '@parley/ui';
import { useState, type SubmitEvent } from 'react';
import { useClient } from '../../state/client';
import { useErrorText } from '../../state/use-error-text';
import { useAct } from './use-act';
import { useGroupText } from './use-group-text';

/** Offers the button only when there is something to do. */
export function RenameGroup({ row }: { row: ChatRow }) {
  const t = useGroupText(row);
  const errorText = useErrorText();
  const client = useClient();
  const [name, setName] = useState(row.name ?? '');
  const { busy, failure, run } = useAct();
  const wanted = name.trim();
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (wanted !== '' && wanted !== row.name)
      void run(() => client.groups.change(row.conversationId, { name: wanted }));
  };
  return (
    <form onSubmit={submit} noValidate className="flex items-start gap-2 px-4 pt-3">
      <TextField
        label={t('name')}
        value={name}
        maxLength={64}
        autoComplete="off"
        className="min-w-0 flex-1"
        error={failure === null ? (wanted === '' ? t('nameMissing') : undefined) : errorText(failure)}
        onChange={(event) => setName(event.target.value)}
      />
      {wanted !== '' && wanted !== row.name && (
        <Button type="submit" disabled={busy} className="mt-6 !h-10">
          {t('rename')}
        </Button>
      )}
    </form>
  );
}
