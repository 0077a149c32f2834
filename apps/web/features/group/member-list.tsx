import type { Member, MemberRole } from '@parley/contract';
import type { ChatRow } from '@parley/sdk';
import { Avatar, Button, ConfirmDialog, MiddleTruncate, Skeleton } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useClient, useMe } from '../../state/client';
import { useErrorText } from '../../state/use-error-text';
import { Notice } from '../shell/notice';
import { actsOn, type MemberAct } from './member-acts';
import { useAct } from './use-act';
import type { Members } from './use-members';

const ROLE: Record<Exclude<MemberAct, 'remove'>, MemberRole> = {
  makeAdmin: 'admin',
  takeAdmin: 'member',
  handOver: 'owner',
};

/** Everybody, with the acts that my role allows; what can't be taken back is asked about first. */
export function MemberList({ row, found: { members, error } }: { row: ChatRow; found: Members }) {
  const t = useTranslations('group');
  const app = useTranslations('app');
  const errorText = useErrorText();
  const client = useClient();
  const { busy, failure, run } = useAct();
  const [asked, setAsked] = useState<{ act: 'remove' | 'handOver'; member: Member } | null>(null);
  const perform = (act: MemberAct, { user }: Member): void => {
    setAsked(null);
    void run(() =>
      act === 'remove'
        ? client.removeMember(row.conversationId, user.userId)
        : client.changeRole(row.conversationId, user.userId, ROLE[act]),
    );
  };
  const choose = (act: MemberAct, member: Member): void => {
    if (act === 'remove' || act === 'handOver') setAsked({ act, member });
    else perform(act, member);
  };
  const shown = failure ?? error;
  return (
    <>
      {shown && <Notice text={members === null ? `${t('failed')} ${errorText(shown)}` : errorText(shown)} />}
      <ul aria-label={t('detailsTitle')} className="-mx-2 min-h-32 flex-1 overflow-y-auto" aria-busy={members === null}>
        {members === null && !error && <Waiting />}
        {members?.map((member) => (
          <Row key={member.user.userId} member={member} acts={busy ? [] : actsOn(row.role, member)} onAct={choose} />
        ))}
      </ul>
      <ConfirmDialog
        open={asked !== null}
        onOpenChange={() => setAsked(null)}
        title={asked ? t(`${asked.act}Title`, { person: asked.member.user.name }) : ''}
        body={asked ? t(`${asked.act}Body`, { person: asked.member.user.name }) : ''}
        confirmLabel={t(asked?.act ?? 'remove')}
        cancelLabel={app('cancel')}
        onConfirm={() => asked && perform(asked.act, asked.member)}
      />
    </>
  );
}

type RowProps = { member: Member; acts: readonly MemberAct[]; onAct: (act: MemberAct, member: Member) => void };

function Row({ member, acts, onAct }: RowProps) {
  const t = useTranslations('group');
  const me = useMe();
  const { user, role } = member;
  const mine = user.userId === me.userId;
  const title = role === 'owner' || role === 'admin' ? t(role) : '';
  return (
    <li className="group flex min-h-12 flex-wrap items-center gap-x-3 rounded-control px-2 py-1 hover:bg-hover">
      <Avatar id={user.userId} name={user.name} size="md" />
      <span className="flex min-w-44 flex-1 flex-col">
        <MiddleTruncate text={mine ? `${user.name} (${t('you')})` : user.name} className="text-list font-medium" />
        <span className="truncate text-meta text-muted">{[title, user.login].filter(Boolean).join(' · ')}</span>
      </span>
      {!mine && acts.length > 0 && (
        <span role="group" aria-label={t('acts', { name: user.name })} className="flex gap-3 max-panes:pl-12">
          {acts.map((act) => (
            <Button
              key={act}
              kind={act === 'remove' ? 'danger-link' : 'link'}
              size="text"
              className="py-1"
              onClick={() => onAct(act, member)}
            >
              {t(act)}
            </Button>
          ))}
        </span>
      )}
    </li>
  );
}

function Waiting() {
  return ['w-28', 'w-36', 'w-24'].map((width) => (
    <li key={width} className="skeleton-late flex h-12 items-center gap-3 px-2">
      <Skeleton className="size-9 rounded-full" />
      <Skeleton className={`h-3.5 ${width}`} />
    </li>
  ));
}
