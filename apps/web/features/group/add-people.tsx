import type { Member, UserSummary } from '@parley/contract';
import type { ChatRow } from '@parley/sdk';
import { Button, Dialog } from '@parley/ui';
import { UserPlus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { useClient } from '../../state/client';
import { useErrorText } from '../../state/use-error-text';
import { Notice } from '../shell/notice';
import { PeoplePicker } from './people-picker';
import { useAct } from './use-act';

export function AddPeople({ row, members }: { row: ChatRow; members: readonly Member[] | null }) {
  const t = useTranslations('group');
  const app = useTranslations('app');
  const [open, setOpen] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const there = new Set(members?.map(({ user }) => user.userId));
  return (
    <>
      <Button disabled={members === null} onClick={() => setOpen(true)}>
        <UserPlus aria-hidden size={18} strokeWidth={1.75} />
        {t('add')}
      </Button>
      <Dialog open={open} onOpenChange={setOpen} title={t('add')} closeLabel={app('close')} initialFocus={input}>
        <Adding row={row} there={there} input={input} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

type AddingProps = {
  row: ChatRow;
  there: ReadonlySet<string>;
  input: React.RefObject<HTMLInputElement | null>;
  onDone: () => void;
};

function Adding({ row, there, input, onDone }: AddingProps) {
  const t = useTranslations('group');
  const errorText = useErrorText();
  const client = useClient();
  const [picked, setPicked] = useState<readonly UserSummary[]>([]);
  const { busy, failure, run } = useAct();
  const add = async (): Promise<void> => {
    const userIds = picked.map(({ userId }) => userId);
    if (await run(() => client.addMembers(row.conversationId, userIds))) onDone();
  };
  return (
    <div className="flex min-h-0 flex-col gap-3 px-4 pb-4">
      {failure && <Notice text={errorText(failure)} />}
      <PeoplePicker picked={picked} onPicked={setPicked} without={there} input={input} />
      <Button kind="primary" disabled={busy || picked.length === 0} className="self-end" onClick={() => void add()}>
        {t('addSubmit', { count: picked.length })}
      </Button>
    </div>
  );
}
