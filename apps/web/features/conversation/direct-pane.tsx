import { isMuted } from '@parley/core';
import type { ChatRow } from '@parley/sdk';
import { Button, Menu } from '@parley/ui';
import { Bell, BellOff, Pin, PinOff } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { wholeDate } from '../../i18n/dates';
import { useClient, useMe } from '../../state/client';
import { useLoaded } from '../../state/use-loaded';
import { useNow } from '../../state/use-now';
import { useChatAct } from '../chat-list/use-chat-act';
import { ChatAvatar } from '../group/chat-avatar';
import { Levels } from '../notifications/level-dialog';
import { Peer } from '../people/person-card';
import { SidePaneFrame } from '../shell/side-pane-frame';
import { DirectLists, reveal } from './direct-lists';

/** A chat of two, or with oneself: who it is with, how much I hear of it, and what of it I want to find again. */
export function DirectPane({ row, name, onClose }: { row: ChatRow; name: string; onClose: () => void }) {
  const t = useTranslations('details');
  const me = useMe();
  const { peer } = row;
  const other = peer !== null && peer.userId !== me.userId;
  return (
    <SidePaneFrame title={t('title')} closeLabel={t('close')} onClose={onClose}>
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
        <section className="flex flex-col gap-3 p-4">
          {other ? <Peer user={peer} on="surface" /> : <Notes row={row} name={name} />}
          <FirstMessage row={row} />
          <Acts row={row} speaks={other} />
        </section>
        {other && (
          <section className="border-t border-line pt-4">
            <Levels row={row} />
          </section>
        )}
        <DirectLists row={row} name={name} />
      </div>
      <Hide row={row} />
    </SidePaneFrame>
  );
}

function Notes({ row, name }: { row: ChatRow; name: string }) {
  return (
    <div className="flex min-w-0 items-center gap-4">
      <ChatAvatar row={row} name={name} size="xl" />
      <p className="min-w-0 text-title font-semibold wrap-anywhere">{name}</p>
    </div>
  );
}

/** When it began, in a line that is always there; pressed, it is shown. */
function FirstMessage({ row: { conversationId, head } }: { row: ChatRow }) {
  const t = useTranslations('details');
  const locale = useLocale();
  const { rest } = useClient();
  const begun = head.seq > 0;
  const loaded = useLoaded(`${conversationId}:${begun}`, () =>
    rest.call('history', { params: { conversationId }, query: { afterSeq: 0, limit: 1 } }),
  );
  const first = loaded !== null && 'value' in loaded ? loaded.value.messages[0] : undefined;
  return (
    <div className="flex min-h-4">
      {first !== undefined && (
        <Button kind="link" size="text" onClick={() => reveal(first)}>
          {t('first', { date: wholeDate(first.sentAt, locale) })}
        </Button>
      )}
    </div>
  );
}

/** Of who speaks to me I may not want to hear; my own notes say nothing. */
function Acts({ row, speaks }: { row: ChatRow; speaks: boolean }) {
  const t = useTranslations('details');
  const chats = useTranslations('chats');
  const run = useChatAct(row.conversationId);
  const muted = isMuted(row.personal, useNow());
  const pinned = row.personal.pinnedAt !== null;
  const Mark = pinned ? PinOff : Pin;
  return (
    <div className="flex flex-wrap gap-2">
      <Button size="sm" onClick={() => void run(row, pinned ? 'unpin' : 'pin')}>
        <Mark aria-hidden size={14} strokeWidth={1.75} />
        {chats(pinned ? 'unpin' : 'pin')}
      </Button>
      {speaks && muted && (
        <Button size="sm" onClick={() => void run(row, 'unmute')}>
          <Bell aria-hidden size={14} strokeWidth={1.75} />
          {chats('unmute')}
        </Button>
      )}
      {speaks && !muted && (
        <Menu
          trigger={
            <Button size="sm">
              <BellOff aria-hidden size={14} strokeWidth={1.75} />
              {t('mute')}
            </Button>
          }
          items={(['muteHour', 'muteDay', 'muteAlways'] as const).map((key) => ({ key, label: chats(key) }))}
          onChoose={({ key }) => void run(row, key)}
        />
      )}
    </div>
  );
}

function Hide({ row }: { row: ChatRow }) {
  const t = useTranslations('chats');
  const run = useChatAct(row.conversationId);
  return (
    <footer className="flex min-h-14 shrink-0 items-center border-t border-line px-4 py-2 pb-[max(8px,env(safe-area-inset-bottom))]">
      <Button kind="link" onClick={() => void run(row, 'hide')}>
        {t('hide')}
      </Button>
    </footer>
  );
}
