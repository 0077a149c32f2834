import { DEFAULT_SETTINGS, mayIn, roleOf } from '@parley/core';
import type { ChatRow } from '@parley/sdk';
import { SidePaneFrame } from '../shell/side-pane-frame';
import { AddPeople } from './add-people';
import { GroupAbout } from './group-about';
import { LeaveGroup } from './leave-group';
import { MemberList } from './member-list';
import { RenameGroup } from './rename-group';
import { useGroupText } from './use-group-text';

/** Who is in a group, and what my role lets me do about it: beside the chat, over it where there is no room. */
export function GroupPane({ row, onClose }: { row: ChatRow; onClose: () => void }) {
  const t = useGroupText(row);
  const role = roleOf(row.role ?? '');
  const { settings = DEFAULT_SETTINGS, archived = false } = row.profile ?? {};
  const mayRename = mayIn(settings, 'info', role) && !archived;
  const mayAdd = mayIn(settings, 'add', role) && !archived;
  return (
    <SidePaneFrame title={t('details')} closeLabel={t('closeDetails')} onClose={onClose}>
      {mayRename && <RenameGroup key={row.name} row={row} />}
      <GroupAbout row={row} />
      <div className="flex h-14 shrink-0 items-center justify-between gap-2 px-4">
        <p className="text-meta font-medium text-muted">{t('members', { count: row.memberCount ?? 0 })}</p>
        {mayAdd && <AddPeople row={row} />}
      </div>
      <MemberList row={row} />
      <LeaveGroup row={row} />
    </SidePaneFrame>
  );
}
