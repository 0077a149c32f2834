import type { ChatRow } from '@parley/sdk';
import { cx } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { previewOf } from './preview';
import { StateIcon } from '../timeline/state-icon';

/** The second line of a row: what waits for me here, else what was said last. */
export function ChatPreview({ row, draft }: { row: ChatRow; draft: string | undefined }) {
  const t = useTranslations('chats');
  const line = 'min-w-0 flex-1 truncate text-meta';
  if (row.outgoing === 'failed') return <span className={cx(line, 'text-danger')}>{t('failed')}</span>;
  if (draft !== undefined) {
    return (
      <span className={cx(line, 'text-muted')}>
        <span className="text-danger">{t('draft')}</span> {previewOf(draft)}
      </span>
    );
  }
  if (!row.lastMessage) return <span className={cx(line, 'text-faint')}>{t('noMessages')}</span>;
  const { type, text } = row.lastMessage.content;
  const state = row.outgoing === 'pending' ? 'pending' : row.lastState;
  return (
    <span
      className={cx('flex min-w-0 flex-1 items-center gap-1 text-meta', row.unread > 0 ? 'text-text' : 'text-muted')}
    >
      {state !== null && <StateIcon state={state} />}
      <span className="truncate">{type === 'text' ? previewOf(text ?? '') : t('unknownContent')}</span>
    </span>
  );
}
