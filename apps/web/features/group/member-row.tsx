import type { Member, Presence } from '@parley/contract';
import type { ChatRow } from '@parley/sdk';
import { Avatar, IconButton, Menu, MiddleTruncate } from '@parley/ui';
import { Ellipsis } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useMe } from '../../state/client';
import { useNow } from '../../state/use-now';
import { markOf } from '../../state/use-presence';
import { PersonButton, PersonFace } from '../people/person-button';
import { StatusEmoji } from '../presence/status-emoji';
import { useGroupText } from './use-group-text';
import { useMuted } from './use-muted';
import type { MemberAct } from './member-acts';

export type MemberRowProps = {
  row: Pick<ChatRow, 'kind'>;
  member: Member;
  acts: readonly MemberAct[];
  /** undefined: not asked for. */
  presence: Presence | undefined;
  onAct: (act: MemberAct, member: Member) => void;
};

/** Somebody of the group: who, in which role, and behind one button what I may do about them. */
export function MemberRow({ row, member, acts, presence, onAct }: MemberRowProps) {
  const t = useGroupText(row);
  const people = useTranslations('people');
  const there = useTranslations('there');
  const mark = markOf(presence);
  const now = useNow();
  const me = useMe();
  const { user, role, nickname } = member;
  const shown = nickname ?? user.name;
  const mine = user.userId === me.userId;
  const title = role === 'owner' || role === 'admin' ? t(role) : '';
  const isMuted = useMuted(member.mutedUntil);
  const items = acts.map((act) => ({ key: act, label: t(act), danger: act === 'remove' }));
  return (
    <div className="flex h-13 items-center gap-3 rounded-control pl-2 hover:bg-hover">
      <PersonFace userId={user.userId}>
        <Avatar id={user.userId} name={user.name} size="md" presence={mark} />
      </PersonFace>
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="flex min-w-0 items-center gap-1.5">
          <PersonButton userId={user.userId}>
            <MiddleTruncate text={mine ? t('mine', { name: shown }) : shown} className="text-list font-medium" />
          </PersonButton>
          <StatusEmoji status={presence?.status} now={now} />
          {mark && <span className="sr-only">{there(mark)}</span>}
        </span>
        <span className="truncate text-meta text-muted">{nickname === null ? user.login : user.name}</span>
      </span>
      <span className="shrink-0 text-meta text-muted">
        {!user.active ? people('inactive') : isMuted ? t('muted') : title}
      </span>
      {/* The roles stand in one column, whether or not there is anything to do about somebody. */}
      <span className="flex w-9 shrink-0">
        {items.length > 0 && (
          <Menu
            trigger={<IconButton icon={Ellipsis} label={t('acts', { name: user.name })} side="top" />}
            items={items}
            onChoose={(item) => onAct(item.key, member)}
          />
        )}
      </span>
    </div>
  );
}
