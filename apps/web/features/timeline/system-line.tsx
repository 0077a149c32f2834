import { SystemContent } from '@parley/contract';
import type { TimelineMessage } from '@parley/sdk';
import { Skeleton } from '@parley/ui';
import { useLocale } from 'next-intl';
import { fullTime } from '../../i18n/time';
import { useMe } from '../../state/client';
import { useSystemText } from '../group/use-system-text';
import { hasReaders } from '../readers/asked-readers';
import { ReadBy } from '../readers/read-by';
import type { SteadyChat } from '../../state/steady-chat';

/** What happened to the group, in the middle and quiet. */
export function SystemLine({ chat, message }: { chat: SteadyChat; message: TimelineMessage }) {
  const locale = useLocale();
  const sentence = useSystemText(message.conversationId)(message);
  const me = useMe();
  const { conversationId, seq } = message;
  return (
    <article className="flex flex-col items-center px-5 py-1.5" data-state={message.state}>
      <p title={fullTime(message.at, locale)} className="said max-w-[560px] text-center text-meta text-muted">
        {sentence?.known === false ? <Waiting text={sentence.text} /> : sentence?.text}
      </p>
      {/* What everybody should know: who said it sees how many do. */}
      {message.mine && isAnnouncement(message) && seq !== null && hasReaders(chat, me, message) && (
        <ReadBy conversationId={conversationId} seq={seq} />
      )}
    </article>
  );
}

function isAnnouncement({ content }: TimelineMessage): boolean {
  return SystemContent.safeParse(content).data?.system.event === 'announcement';
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
