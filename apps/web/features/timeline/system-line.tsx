import type { TimelineMessage } from '@parley/sdk';
import { Skeleton } from '@parley/ui';
import { useLocale } from 'next-intl';
import { fullTime } from '../../i18n/time';
import { useSystemText } from '../group/use-system-text';

/** What happened to the group, in the middle and quiet. */
export function SystemLine({ message }: { message: TimelineMessage }) {
  const locale = useLocale();
  const sentence = useSystemText(message.conversationId)(message);
  return (
    <article className="flex justify-center px-5 py-1.5" data-state={message.state}>
      <p title={fullTime(message.at, locale)} className="max-w-[560px] text-center text-meta wrap-anywhere text-muted">
        {sentence?.known === false ? <Waiting text={sentence.text} /> : sentence?.text}
      </p>
    </article>
  );
}

/** A bar until the names are known: nothing that is read and then changes. */
function Waiting({ text }: { text: string }) {
  return (
    <>
      <Skeleton className="my-1 h-3 w-48" />
      <span className="sr-only">{text}</span>
    </>
  );
}
