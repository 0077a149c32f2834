import type { UserSummary } from '@parley/contract';
import type { ChatRow } from '@parley/sdk';
import { Button, Dialog } from '@parley/ui';
import { UserPlus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRef, useState, type RefObject } from 'react';
import { useClient } from '../../state/client';
import { useErrorText } from '../../state/use-error-text';
import { useSubmit } from '../../state/use-submit';
import { Notice } from '../shell/notice';
import { PeoplePicker } from './people-picker';

/** For those who may add people. */
export function AddPeople({ row }: { row: ChatRow }) {
  const t = useTranslations('group');
  const app = useTranslations('app');
  const [open, setOpen] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button size="sm" onClick={() => setOpen(true)}>
        <UserPlus aria-hidden size={16} strokeWidth={1.75} />
        {t('add')}
      </Button>
      <Dialog open={open} onOpenChange={setOpen} title={t('add')} closeLabel={app('close')} initialFocus={input}>
        <Adding row={row} input={input} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

type AddingProps = {
  row: ChatRow;
  input: RefObject<HTMLInputElement | null>;
  onDone: () => void;
};

function Adding({ row, input, onDone }: AddingProps) {
  const t = useTranslations('group');
  const errorText = useErrorText();
  const client = useClient();
  const [picked, setPicked] = useState<readonly UserSummary[]>([]);
  const { busy, failure, onSubmit } = useSubmit(() => {
    const userIds = picked.map(({ userId }) => userId);
    return userIds.length === 0 ? null : client.groups.add(row.conversationId, userIds).then(onDone);
  });
  return (
    <form onSubmit={onSubmit} noValidate className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto pt-1">
      {failure && (
        <div className="px-4">
          <Notice text={errorText(failure)} />
        </div>
      )}
      <PeoplePicker picked={picked} onPicked={setPicked} group={row.conversationId} input={input} />
      <div className="flex shrink-0 justify-end border-t border-line px-4 py-3">
        <Button kind="primary" type="submit" disabled={busy || picked.length === 0}>
          {t('addSubmit', { count: picked.length })}
        </Button>
      </div>
    </form>
  );
}
