import type { ChatRow } from '@parley/sdk';
import { Dialog, IconButton } from '@parley/ui';
import { Users } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRef, useState, type RefObject } from 'react';
import { AddPeople } from './add-people';
import { LeaveGroup } from './leave-group';
import { MemberList } from './member-list';
import { RenameGroup } from './rename-group';
import { useMembers } from './use-members';

/** Who is in a group, and what my role lets me do about it. */
export function GroupDetailsButton({ row, name }: { row: ChatRow; name: string }) {
  const t = useTranslations('group');
  const app = useTranslations('app');
  const [open, setOpen] = useState(false);
  // Not the first button: its tooltip would open, and Escape close that instead.
  const start = useRef<HTMLDivElement>(null);
  return (
    <>
      <IconButton icon={Users} label={t('details', { name })} side="bottom" onClick={() => setOpen(true)} />
      <Dialog open={open} onOpenChange={setOpen} title={name} closeLabel={app('close')} initialFocus={start}>
        <Details row={row} start={start} />
      </Dialog>
    </>
  );
}

function Details({ row, start }: { row: ChatRow; start: RefObject<HTMLDivElement | null> }) {
  const t = useTranslations('group');
  const found = useMembers(row.conversationId, row.head.rev);
  const rules = row.role === 'owner' || row.role === 'admin';
  return (
    <div ref={start} tabIndex={-1} className="flex min-h-0 flex-1 flex-col gap-3 px-4 pb-4 outline-none">
      <p className="text-meta text-muted">{t('members', { count: row.memberCount ?? 0 })}</p>
      {rules && <RenameGroup row={row} />}
      <MemberList row={row} found={found} />
      <div className="flex flex-wrap items-start justify-between gap-2">
        <AddPeople row={row} members={found.members} />
        <LeaveGroup row={row} />
      </div>
    </div>
  );
}
