import type { Message } from '@parley/contract';
import type { ThreadRow } from '@parley/sdk';
import { cx, IconButton, Menu, MiddleTruncate, Pill } from '@parley/ui';
import { Ellipsis } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useClient, useMe } from '../../state/client';
import { openThread } from '../../state/location';
import { useSpokenNameOf } from '../../state/names';
import { tellNotice } from '../../state/notice';
import { shownError, useErrorText } from '../../state/use-error-text';
import { useNow } from '../../state/use-now';
import { previewOf } from '../chat-list/preview';
import { ListTime } from '../time/list-time';
import { useContentText } from '../timeline/use-content-text';

type Props = {
  item: ThreadRow;
  /** Of its chat. */
  name: string;
  onOpened: () => void;
};

/** A thread in the list: where it is, what it hangs on, and what was said last. */
export function ThreadItemRow({ item, name, onOpened }: Props) {
  const t = useTranslations('threads');
  const now = useNow();
  const { conversationId, seq, root, last, unread, draft } = item;
  const open = (): void => {
    onOpened();
    openThread(conversationId, seq);
  };
  return (
    <li className="group relative flex items-start rounded-control hover:bg-hover">
      <button type="button" onClick={open} className="flex min-w-0 flex-1 flex-col rounded-control px-2 py-2 text-left">
        <span className="flex w-full items-baseline gap-2 pr-9">
          <MiddleTruncate text={name} className="flex-1 text-meta text-muted" />
          <ListTime at={item.lastAt} now={now} />
        </span>
        <span className={cx('line-clamp-2 text-list wrap-anywhere', unread > 0 ? 'font-semibold' : 'font-medium')}>
          {root === null ? <i className="font-normal">{t('rootGone')}</i> : <Words message={root} />}
        </span>
        <span className="flex h-5 w-full items-center gap-2 text-meta text-muted">
          <span className={cx('min-w-0 flex-1 truncate', unread > 0 && 'text-text')}>
            {draft !== null && draft.text !== '' ? <DraftText text={draft.text} /> : last && <Words message={last} />}
          </span>
          {unread > 0 && <Pill text={unread > 999 ? '999+' : String(unread)} label={t('unread', { count: unread })} />}
        </span>
      </button>
      <ItemMenu item={item} name={name} />
    </li>
  );
}

/** Who said it, and what. */
function Words({ message }: { message: Message }) {
  const t = useTranslations('threads');
  const acts = useTranslations('acts');
  const chats = useTranslations('chats');
  const me = useMe();
  const nameOf = useSpokenNameOf();
  const text = useContentText()(message) ?? chats('unknownContent');
  if (message.content.type === 'recalled') return text;
  return t('by', { name: message.senderId === me.userId ? acts('you') : nameOf(message.senderId), text });
}

function DraftText({ text }: { text: string }) {
  const t = useTranslations('chats');
  return (
    <>
      <span className="text-danger">{t('draft')}</span> <bdi>{previewOf(text)}</bdi>
    </>
  );
}

function ItemMenu({ item: { conversationId, seq }, name }: Omit<Props, 'onOpened'>) {
  const t = useTranslations('threads');
  const errorText = useErrorText();
  const client = useClient();
  const unfollow = (): void => {
    client
      .thread(conversationId, seq)
      .follow(false)
      .then(
        () => tellNotice(t('unfollowed')),
        (error: unknown) => tellNotice(errorText(shownError(error))),
      );
  };
  return (
    <div className="absolute top-0.5 right-0.5">
      <Menu
        trigger={<IconButton icon={Ellipsis} label={t('acts', { name })} side="left" className="!size-8" />}
        items={[{ key: 'unfollow', label: t('unfollow') }]}
        onChoose={unfollow}
      />
    </div>
  );
}
