import { DEFAULT_SETTINGS, mayIn, roleOf } from '@parley/core';
import type { ChatRow } from '@parley/sdk';
import { IconButton, KEYS } from '@parley/ui';
import { ArrowLeft, X } from 'lucide-react';
import { useEffect, useEffectEvent, useRef, type RefObject } from 'react';
import { SIDE_PANE } from '../shell/side-pane';
import { AddPeople } from './add-people';
import { GroupAbout } from './group-about';
import { LeaveGroup } from './leave-group';
import { MemberList } from './member-list';
import { RenameGroup } from './rename-group';
import { useGroupText } from './use-group-text';

/** Who is in a group, and what my role lets me do about it: beside the chat, over it where there is no room. */
export function GroupPane({ row, onClose }: { row: ChatRow; onClose: () => void }) {
  const t = useGroupText(row);
  const pane = useRef<HTMLElement>(null);
  usePaneFocus(pane, onClose);
  const role = roleOf(row.role ?? '');
  const { settings = DEFAULT_SETTINGS, archived = false } = row.profile ?? {};
  const mayRename = mayIn(settings, 'info', role) && !archived;
  const mayAdd = mayIn(settings, 'add', role) && !archived;
  return (
    <aside ref={pane} tabIndex={-1} aria-label={t('details')} className={SIDE_PANE}>
      <header className="flex h-14 shrink-0 items-center gap-1 border-b border-line px-2 panes:pr-2 panes:pl-4">
        <CloseButton label={t('closeDetails')} onClose={onClose} icon={ArrowLeft} className="panes:hidden" />
        <h2 className="flex-1 text-message font-semibold">{t('details')}</h2>
        <CloseButton label={t('closeDetails')} onClose={onClose} icon={X} className="max-panes:hidden" />
      </header>
      {mayRename && <RenameGroup key={row.name} row={row} />}
      <GroupAbout row={row} />
      <div className="flex h-14 shrink-0 items-center justify-between gap-2 px-4">
        <p className="text-meta font-medium text-muted">{t('members', { count: row.memberCount ?? 0 })}</p>
        {mayAdd && <AddPeople row={row} />}
      </div>
      <MemberList row={row} />
      <LeaveGroup row={row} />
    </aside>
  );
}

function CloseButton(props: { label: string; onClose: () => void; icon: typeof X; className: string }) {
  const { label, onClose, icon, className } = props;
  return (
    <IconButton
      icon={icon}
      label={label}
      shortcut={KEYS.escape}
      side="bottom"
      className={className}
      onClick={onClose}
    />
  );
}

/**
 * The focus goes into the pane when it opens, to the pane itself: on the first button it would open a tooltip, and Escape
 * would close that. Dialogs and menus of the pane stand elsewhere in the document, so their Escape does not end here.
 */
function usePaneFocus(pane: RefObject<HTMLElement | null>, onClose: () => void): void {
  const onKeyDown = useEffectEvent((event: KeyboardEvent): void => {
    if (event.key === 'Escape' && !event.isComposing && !event.defaultPrevented) onClose();
  });
  useEffect(() => {
    const element = pane.current;
    element?.focus();
    element?.addEventListener('keydown', onKeyDown);
    return () => element?.removeEventListener('keydown', onKeyDown);
  }, [pane]);
}
