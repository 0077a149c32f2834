import type { TimelineMessage } from '@parley/sdk';
import { ConfirmDialog, cx, IconButton, Menu } from '@parley/ui';
import { Ellipsis, Forward, type LucideIcon, MessageSquareText, Reply, SmilePlus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { useClient, useMe } from '../../state/client';
import { useStore } from '../../state/use-store';
import { postingRule } from '../composer/use-posting';
import { hasReaders } from '../readers/asked-readers';
import { useThreadHere } from '../threads/in-thread';
import { actsOf, type MessageAct } from './acts';
import { EmojiPopover } from './emoji-popover';
import type { MessageActs } from './use-message-acts';
import type { SteadyChat } from '../../state/steady-chat';

/** Acts with a button of their own beside the menu; on a narrow page only the menu has them. */
const QUICK: readonly { act: 'reply' | 'thread' | 'forward'; icon: LucideIcon }[] = [
  { act: 'reply', icon: Reply },
  { act: 'thread', icon: MessageSquareText },
  { act: 'forward', icon: Forward },
];

export type MessageToolbarProps = {
  row: SteadyChat;
  message: TimelineMessage;
  acts: MessageActs;
  now: number;
  /** Where it stands. */
  className?: string;
};

const AT_CORNER = '-top-4 right-3 panes:right-5';

/**
 * What can be done to a message, at its corner while the pointer or the focus is in it. It is not in the tab order of the page
 * until then: the arrow keys walk through messages.
 */
export function MessageToolbar({ row, message, acts, now, className = AT_CORNER }: MessageToolbarProps) {
  const t = useTranslations('acts');
  const offered = useOffered(row, message, now);
  const [asking, setAsking] = useState<'recall' | 'hide' | null>(null);
  const bar = useRef<HTMLDivElement>(null);
  if (message.seq === null) return null;
  const said = message.content.type !== 'recalled';
  const choose = ({ key }: { key: MessageAct }): void => {
    if (key === 'recall' || key === 'hide') setAsking(key);
    else acts.run(key);
  };
  // The bar goes with what it opened, and what can't be seen can't have the focus back.
  const article = (): HTMLElement | null => bar.current?.closest('article') ?? null;
  const items = offered.map((key) => ({ key, label: t(key), danger: key === 'recall' || key === 'hide' }));
  return (
    <div
      ref={bar}
      role="toolbar"
      aria-label={t('toolbar')}
      className={cx(
        'invisible absolute z-10 flex rounded-control border border-line bg-raised p-0.5 shadow-raised group-focus-within:visible group-hover:visible has-data-popup-open:visible',
        className,
      )}
    >
      {said && (
        <EmojiPopover
          trigger={<IconButton icon={SmilePlus} label={t('react')} className="!size-7" />}
          onPick={(emoji) => acts.react(emoji, true)}
          finalFocus={article}
        />
      )}
      {QUICK.filter(({ act }) => offered.includes(act)).map(({ act, icon }) => (
        <IconButton
          key={act}
          icon={icon}
          label={t(act)}
          className="!size-7 max-panes:hidden"
          onClick={() => acts.run(act)}
        />
      ))}
      <Menu
        trigger={<IconButton icon={Ellipsis} label={t('more')} className="!size-7" />}
        items={items}
        onChoose={choose}
        finalFocus={article}
      />
      <Confirm kind={asking} onClose={() => setAsking(null)} acts={acts} />
    </div>
  );
}

function useOffered(row: SteadyChat, message: TimelineMessage, now: number): MessageAct[] {
  const client = useClient();
  const me = useMe();
  const { items } = useStore(client.saved);
  const inThread = useThreadHere() !== null;
  const { conversationId } = row;
  const saved = items.some((one) => one.message.conversationId === conversationId && one.message.seq === message.seq);
  return actsOf(message, {
    myId: me.userId,
    myRole: row.kind === 'direct' ? null : row.role,
    rules: row.profile,
    now,
    policy: me.policy ?? null,
    saved,
    inThread,
    mayPost: postingRule(row, now).refused === null,
    readers: hasReaders(row, me, message),
  });
}

function Confirm({ kind, onClose, acts }: { kind: 'recall' | 'hide' | null; onClose: () => void; acts: MessageActs }) {
  const t = useTranslations('acts');
  const app = useTranslations('app');
  const shown = kind ?? 'hide';
  return (
    <ConfirmDialog
      open={kind !== null}
      onOpenChange={(open) => !open && onClose()}
      title={t(`${shown}Title`)}
      body={t(`${shown}Body`)}
      confirmLabel={t(shown)}
      cancelLabel={app('cancel')}
      onConfirm={() => {
        onClose();
        acts[shown]();
      }}
    />
  );
}
