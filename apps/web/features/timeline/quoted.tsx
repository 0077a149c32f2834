import type { Message } from '@parley/contract';
import { useTranslations } from 'next-intl';
import { useNameOf } from '../../state/names';
import { useMessageActs } from './message-acts';
import { useContentText } from './use-content-text';

/** What a message answers, in two lines that are always there; it leads to it. */
export function Quoted({ seq, message }: { seq: number; message: Message | null | undefined }) {
  const t = useTranslations('reply');
  const nameOf = useNameOf();
  const contentText = useContentText();
  const { jumpTo } = useMessageActs();
  const frame =
    'my-0.5 flex h-10 max-w-full flex-col justify-center border-l-2 border-edge pl-2 text-left text-meta text-muted';
  if (message === undefined) return <p aria-hidden className={frame} />;
  const text = message === null ? null : contentText(message.content);
  if (message === null || text === null) return <p className={`${frame} italic`}>{t('gone')}</p>;
  const name = nameOf(message.senderId);
  return (
    <button
      type="button"
      aria-label={t('show', { name, text })}
      onClick={() => jumpTo(seq)}
      className={`${frame} rounded-r-control -outline-offset-2 hover:bg-hover hover:text-text`}
    >
      <span className="max-w-full truncate font-medium">{name}</span>
      <span className="max-w-full truncate">{text}</span>
    </button>
  );
}
