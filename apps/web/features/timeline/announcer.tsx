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
/** Long enough for any screen reader to take it; what was said must not stay when it is recalled. */
const SAID_MS = 5_000;

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

/** It may have been edited or recalled while it waited. */
function asItIsNow(client: ReturnType<typeof useClient>, message: Message): Message {
  const { messages } = client.timeline(message.conversationId).getSnapshot();
  const content = messages.find(({ seq }) => seq === message.seq)?.content;
  return content === undefined ? message : { ...message, content };
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
    let silence: ReturnType<typeof setTimeout> | undefined;
    const tell = (): void => {
      timer = undefined;
      const [first, ...others] = arrived;
      if (!first) return;
      const sentence = others.length > 0 ? many(arrived.length) : sentenceOf(asItIsNow(client, first));
      setSaid(({ count }) => ({ count: count + 1, sentence }));
      arrived = [];
      clearTimeout(silence);
      silence = setTimeout(() => setSaid(({ count }) => ({ count, sentence: '' })), SAID_MS);
    };
    const stop = client.onMessage((message) => {
      if (message.conversationId !== conversationId || message.senderId === me.userId) return;
      arrived.push(message);
      timer ??= setTimeout(tell, GATHER_MS);
    });
    return () => {
      stop();
      clearTimeout(timer);
      clearTimeout(silence);
    };
  }, [client, conversationId, me.userId]);
  return (
    <p aria-live="polite" className="sr-only">
      {/* The same sentence again is news too. */}
      <span key={said.count}>{said.sentence}</span>
    </p>
  );
}
