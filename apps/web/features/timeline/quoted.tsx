import type { Message } from '@parley/contract';
import { useTranslations } from 'next-intl';
import { useGroupNameOf } from '../../state/names';
import { useContentText } from './use-content-text';
import { closeThread } from '../../state/location';
import { useThreadHere } from '../threads/in-thread';
import { requestJump, showMessage } from './jump-requests';

export type QuotedProps = {
  /** null: not there for me; undefined: being looked up. */
  message: Message | null | undefined;
  groupId: string | null;
};

/** What a message answers, in two lines that are always there; it leads to it. */
export function Quoted({ message, groupId }: QuotedProps) {
  const t = useTranslations('reply');
  const group = useTranslations('group');
  const nameOf = useGroupNameOf(groupId);
  const contentText = useContentText();
  const here = useThreadHere();
  const show = (one: Message): void => {
    // What the thread hangs on stands above it.
    if (one.seq === here) return requestJump(one.conversationId, one.seq, here);
    // Where the pane covers the chat, it makes way.
    if (here !== null && one.thread === undefined && matchMedia('(width < 720px)').matches) closeThread();
    showMessage(one);
  };
  const frame =
    'my-0.5 flex h-10 max-w-full flex-col justify-center border-l-2 border-edge pl-2 text-left text-meta text-muted';
  if (message === undefined) return <p aria-hidden className={frame} />;
  if (message === null) return <p className={`${frame} italic`}>{t('gone')}</p>;
  const text = contentText(message) ?? t('unknown');
  if (message.content.type === 'recalled') return <p className={`${frame} italic`}>{text}</p>;
  const name = nameOf(message.senderId) ?? group('somebody');
  return (
    <button
      type="button"
      onClick={() => show(message)}
      className={`${frame} rounded-r-control -outline-offset-2 hover:bg-hover hover:text-text in-data-bubble:hover:bg-surface`}
    >
      {/* Words of its name, not a name beside what is seen: whoever speaks to the page says what they see. */}
      <span className="sr-only">{t('answers')}</span>
      <span className="max-w-full truncate font-medium">{name}</span>
      <span className="max-w-full truncate">{text}</span>
      <span className="sr-only">{t('show')}</span>
    </button>
  );
}
