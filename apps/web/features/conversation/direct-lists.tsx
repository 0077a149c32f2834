import type { Message } from '@parley/contract';
import type { ChatRow } from '@parley/sdk';
import { Button, Skeleton } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { type ReactNode, useId } from 'react';
import { useClient } from '../../state/client';
import { closePane } from '../../state/location';
import { useErrorText } from '../../state/use-error-text';
import { useLoaded } from '../../state/use-loaded';
import { useStore } from '../../state/use-store';
import { MessageLine } from '../message-acts/message-line';
import { coversChat } from '../shell/side-pane';
import { ThreadItemRow } from '../threads/thread-item';
import { showMessage } from '../timeline/jump-requests';

/** Shows it in the chat: where the pane covers that, it makes way. */
export function reveal(message: Message): void {
  if (coversChat()) closePane();
  showMessage(message);
}

/** What of this chat is pinned, saved by me, or a thread that I follow. */
export function DirectLists({ row, name }: { row: ChatRow; name: string }) {
  const t = useTranslations('details');
  const acts = useTranslations('acts');
  const errorText = useErrorText();
  const { conversationId } = row;
  const pins = usePins(conversationId);
  const saved = useSaved(conversationId);
  const threads = useThreads(conversationId);
  if (pins === null) return <Waiting />;
  if ('failure' in pins) return <p className="px-4 pb-4 text-list text-danger">{errorText(pins.failure)}</p>;
  const nothing = pins.value.length === 0 && saved.items.length === 0 && threads.items.length === 0;
  return (
    <>
      <Section title={acts('pins')} shown={pins.value.length > 0}>
        <Messages messages={pins.value} />
      </Section>
      <Section title={t('saved')} shown={saved.items.length > 0}>
        <Messages messages={saved.items} />
        {saved.more !== null && <More onMore={saved.more} />}
      </Section>
      <Section title={t('threads')} shown={threads.items.length > 0}>
        <ul className="-mx-2 flex flex-col">
          {threads.items.map((item) => (
            <ThreadItemRow key={item.seq} item={item} name={name} onOpened={() => undefined} />
          ))}
        </ul>
        {threads.more !== null && <More onMore={threads.more} />}
      </Section>
      {nothing && <p className="border-t border-line p-4 text-list text-muted">{t('nothing')}</p>}
    </>
  );
}

/** Asked for anew when what is pinned in sight changes. */
function usePins(conversationId: string) {
  const client = useClient();
  const { messages } = useStore(client.timeline(conversationId));
  const pinned = messages.filter((message) => message.pinned !== null).map(({ seq }) => seq);
  return useLoaded(`${conversationId}:${pinned.join()}`, () => client.pinnedMessages(conversationId));
}

type Some<T> = { readonly items: readonly T[]; readonly more: (() => void) | null };

function useSaved(conversationId: string): Some<Message> {
  const { saved } = useClient();
  const { items, hasMore } = useStore(saved);
  const here = items.map(({ message }) => message).filter((message) => message.conversationId === conversationId);
  return { items: here, more: hasMore ? () => void saved.loadMore() : null };
}

function useThreads(conversationId: string) {
  const { threads } = useClient();
  const { items, hasMore } = useStore(threads);
  const here = items.filter((item) => item.conversationId === conversationId);
  return { items: here, more: hasMore ? () => void threads.loadMore() : null };
}

function Section({ title, shown, children }: { title: string; shown: boolean; children: ReactNode }) {
  const id = useId();
  if (!shown) return null;
  return (
    <section aria-labelledby={id} className="border-t border-line px-4 py-3">
      <h3 id={id} className="pb-1 text-meta font-medium text-muted">
        {title}
      </h3>
      {children}
    </section>
  );
}

function Messages({ messages }: { messages: readonly Message[] }) {
  return (
    <ul className="-mx-2 flex flex-col">
      {messages.map((message) => (
        <MessageLine key={message.seq} message={message} onOpen={() => reveal(message)} />
      ))}
    </ul>
  );
}

function More({ onMore }: { onMore: () => void }) {
  const t = useTranslations('details');
  return (
    <Button kind="link" size="text" onClick={onMore}>
      {t('more')}
    </Button>
  );
}

function Waiting() {
  return (
    <div aria-hidden className="skeleton-late flex flex-col gap-2 border-t border-line px-4 py-3">
      <Skeleton className="h-3 w-28" />
      <Skeleton className="h-10 w-full" />
    </div>
  );
}
