import type { Message } from '@parley/contract';
import { useTranslations } from 'next-intl';
import { useNameOf } from '../../state/names';
import { previewOf } from '../chat-list/preview';
import { useMessageActs } from './message-acts';

/** What a message answers, in two lines that are always there; it leads to it. */
export function Quoted({ seq, message }: { seq: number; message: Message | null | undefined }) {
  const t = useTranslations('reply');
  const nameOf = useNameOf();
  const { jumpTo } = useMessageActs();
  const frame =
    'my-0.5 flex h-10 max-w-full flex-col justify-center border-l-2 border-edge pl-2 text-left text-meta text-muted';
  if (message === undefined) return <p aria-hidden className={frame} />;
  if (message?.content.text === undefined) return <p className={`${frame} italic`}>{t('gone')}</p>;
  const name = nameOf(message.senderId);
  return (
    <button
      type="button"
      aria-label={t('show', { name, text: previewOf(message.content.text) })}
      onClick={() => jumpTo(seq)}
      className={`${frame} rounded-r-control -outline-offset-2 hover:bg-hover hover:text-text`}
    >
      <span className="max-w-full truncate font-medium">{name}</span>
      <span className="max-w-full truncate">{previewOf(message.content.text)}</span>
    </button>
  );
}
