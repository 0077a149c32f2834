import type { Message } from '@parley/contract';
import type { ChatRow } from '@parley/sdk';
import { useTranslations } from 'next-intl';
import { useEffect, useEffectEvent, useState } from 'react';
import { useClient, useMe } from '../../state/client';
import { useGroupNameOf } from '../../state/names';
import { isGroup } from '../group/kinds';
import { useSystemText } from '../group/use-system-text';
import { useContentText } from './use-content-text';

/** What arrives within this time is told in one sentence. */
const GATHER_MS = 1200;

/** A message as a screen reader says it: who, and what. */
function useSentence({ peer, ...row }: ChatRow): (message: Message) => string {
  const t = useTranslations('timeline');
  const group = useTranslations('group');
  const groupId = isGroup(row) ? row.conversationId : null;
  const nameOf = useGroupNameOf(groupId);
  const contentText = useContentText();
  const systemText = useSystemText(groupId);
  const threads = useTranslations('threads');
  return (message) => {
    const { senderId } = message;
    const name = peer?.name ?? nameOf(senderId) ?? group('somebody');
    const text = contentText(message) ?? t('unknown');
    if (message.thread !== undefined) return threads('announce', { name, text });
    return systemText(message)?.text ?? t('announce', { name, text });
  };
}

/** Tells a screen reader what arrives in the open chat, without flooding it. */
export function Announcer({ row, name }: { row: ChatRow; name: string }) {
  const t = useTranslations('timeline');
  const client = useClient();
  const me = useMe();
  const { conversationId } = row;
  const [said, setSaid] = useState({ count: 0, sentence: '' });
  const sentenceOf = useEffectEvent(useSentence(row));
  const many = useEffectEvent((count: number) => t('announceMany', { count, name }));
  useEffect(() => {
    let arrived: Message[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tell = (): void => {
      const [first, ...others] = arrived;
      if (!first) return;
      const sentence = others.length > 0 ? many(arrived.length) : sentenceOf(first);
      setSaid(({ count }) => ({ count: count + 1, sentence }));
      arrived = [];
      timer = undefined;
    };
    const stop = client.onMessage((message) => {
      if (message.conversationId !== conversationId || message.senderId === me.userId) return;
      arrived.push(message);
      timer ??= setTimeout(tell, GATHER_MS);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [client, conversationId, me.userId]);
  return (
    <p aria-live="polite" className="sr-only">
      {/* The same sentence again is news too. */}
      <span key={said.count}>{said.sentence}</span>
    </p>
  );
}
