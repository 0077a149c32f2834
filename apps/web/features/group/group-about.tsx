import { mayIn, roleOf } from '@parley/core';
import type { ChatRow } from '@parley/sdk';
import { Button } from '@parley/ui';
import { Link2, Pencil, SlidersHorizontal, UserCheck, type LucideIcon } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useMe } from '../../state/client';
import { useSurface } from '../../state/surface';
import { seesReaders } from '../readers/asked-readers';
import { ReadBy } from '../readers/read-by';
import { EditLooks } from './edit-looks';
import { GroupRules } from './group-rules';
import { JoinLinkDialog } from './join-link';
import { JoinRequests } from './join-requests';
import { useAnnouncement } from './use-announcement';

type Open = Dialog | 'looks';
type Dialog = 'rules' | 'link' | 'requests';

/** What a group says of itself, and what its owner and admins set. */
export function GroupAbout({ row }: { row: ChatRow }) {
  const t = useTranslations('rules');
  const [open, setOpen] = useState<Dialog | null>(null);
  const [looks, setLooks] = useSurface('looks');
  const announcement = useAnnouncement(row.conversationId);
  const me = useMe();
  const { profile } = row;
  if (profile === null) return null;
  const role = roleOf(row.role ?? '');
  const rules = role !== 'member';
  const acts: [Open, LucideIcon, string, boolean][] = [
    ['looks', Pencil, t('edit'), mayIn(profile.settings, 'info', role) && !profile.archived],
    ['rules', SlidersHorizontal, t('title'), rules && !profile.archived],
    ['link', Link2, t('link'), rules],
    ['requests', UserCheck, t('requests', { count: row.joinRequests }), rules && row.joinRequests > 0],
  ];
  const shown = acts.filter(([, , , may]) => may);
  const dialog = (which: Dialog) => ({
    row,
    open: open === which,
    onOpenChange: (next: boolean) => setOpen(next ? which : null),
  });
  return (
    <section className="flex flex-col gap-2 border-b border-line px-4 py-3">
      {profile.topic !== '' && <p className="said text-list">{profile.topic}</p>}
      {announcement !== null && (
        <div className="max-h-32 overflow-y-auto rounded-control bg-bg px-3 py-2">
          <h3 className="text-meta font-medium text-muted">{t('announcement')}</h3>
          <p className="said text-list whitespace-pre-wrap">{announcement.text}</p>
          {announcement.userId === me.userId && seesReaders(me) && (
            <ReadBy conversationId={row.conversationId} seq={announcement.seq} />
          )}
        </div>
      )}
      {shown.length > 0 && (
        <div className="flex flex-wrap gap-2">
          {shown.map(([which, Icon, label]) => (
            <Button key={which} size="sm" onClick={() => (which === 'looks' ? setLooks(true) : setOpen(which))}>
              <Icon aria-hidden size={14} strokeWidth={1.75} />
              {label}
            </Button>
          ))}
        </div>
      )}
      <EditLooks row={row} open={looks} onOpenChange={setLooks} announcement={announcement?.text ?? ''} />
      <GroupRules {...dialog('rules')} />
      <JoinLinkDialog {...dialog('link')} />
      <JoinRequests {...dialog('requests')} />
    </section>
  );
}
