import type { TimelineMessage } from '@parley/sdk';
import { useLocale } from 'next-intl';
import { fullTime } from '../../i18n/time';
import { useSystemText } from '../group/use-system-text';

/** What happened to the group, in the middle and quiet. */
export function SystemLine({ message }: { message: TimelineMessage }) {
  const locale = useLocale();
  const text = useSystemText()(message);
  return (
    <article className="flex justify-center px-5 py-1.5" data-state={message.state}>
      <p title={fullTime(message.at, locale)} className="max-w-[560px] text-center text-meta wrap-anywhere text-muted">
        {text}
      </p>
    </article>
  );
}
