import type { TimelineMessage } from '@parley/sdk';
import { cx } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { useContentText } from '../timeline/use-content-text';
import { forwards, mayForward, useSelection } from './forwards';

/** The whole row is the box: a click anywhere takes the message in or out. */
export function SelectMessage({ message, name }: { message: TimelineMessage; name: string | null }) {
  const t = useTranslations('forward');
  const group = useTranslations('group');
  const selection = useSelection();
  const contentText = useContentText();
  if (!mayForward(message)) return null;
  const chosen = selection?.has(message.seq ?? 0) === true;
  return (
    <label
      className={cx(
        'absolute inset-0 z-[6] flex cursor-pointer items-center justify-end pr-5 has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-accent',
        chosen && 'bg-accent/10',
      )}
    >
      <input
        type="checkbox"
        checked={chosen}
        aria-label={t('choose', { name: name ?? group('somebody'), text: contentText(message) ?? '' })}
        onChange={() => forwards.toggle(message)}
        className="size-4 cursor-pointer accent-accent outline-none"
      />
    </label>
  );
}
