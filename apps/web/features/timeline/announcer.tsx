import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { useClient, useMe } from '../../state/client';
import { previewOf } from '../chat-list/preview';

/** What arrives within this time is told in one sentence. */
const GATHER_MS = 1200;

/** Tells a screen reader what arrives in the open chat, without flooding it. */
export function Announcer({ conversationId, name }: { conversationId: string; name: string }) {
  const t = useTranslations('timeline');
  const client = useClient();
  const me = useMe();
  const [said, setSaid] = useState({ count: 0, sentence: '' });
  useEffect(() => {
    let texts: string[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tell = (): void => {
      const [text] = texts;
      const sentence =
        texts.length > 1 || text === undefined
          ? t('announceMany', { count: texts.length, name })
          : t('announce', { name, text });
      setSaid(({ count }) => ({ count: count + 1, sentence }));
      texts = [];
      timer = undefined;
    };
    const stop = client.onMessage((message) => {
      if (message.conversationId !== conversationId || message.senderId === me.userId) return;
      if (message.content.type !== 'text') return;
      texts.push(previewOf(message.content.text ?? ''));
      timer ??= setTimeout(tell, GATHER_MS);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [client, conversationId, me.userId, name, t]);
  return (
    <p aria-live="polite" className="sr-only">
      {/* The same sentence again is news too. */}
      <span key={said.count}>{said.sentence}</span>
    </p>
  );
}
