import type { ChannelPage } from '@parley/contract';
import { Button, EmptyState } from '@parley/ui';
import { Hash } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { useClient } from '../../state/client';
import { closeChat } from '../../state/location';
import { useErrorText } from '../../state/use-error-text';
import { useAct } from '../group/use-act';
import { Notice } from '../shell/notice';

type Channel = ChannelPage['channels'][number];

/** Before a public channel that I am not in, where a link has led me; undefined: not known yet, null: there is none. */
export function useChannelHere(conversationId: string, wanted: boolean): Channel | null | undefined {
  const { groups } = useClient();
  const [asked, setAsked] = useState<{ of: string; channel: Channel | null } | null>(null);
  useEffect(() => {
    if (!wanted) return;
    let current = true;
    const answer = (channel: Channel | null): void => {
      if (current) setAsked({ of: conversationId, channel });
    };
    groups.channels({ conversationId }).then(
      ({ channels: [channel] }) => answer(channel ?? null),
      () => answer(null),
    );
    return () => {
      current = false;
    };
  }, [groups, conversationId, wanted]);
  return asked?.of === conversationId ? asked.channel : undefined;
}

export function ChannelDoor({ channel: { conversationId, name, topic, memberCount } }: { channel: Channel }) {
  const t = useTranslations('channels');
  const group = useTranslations('group');
  const chat = useTranslations('chat');
  const errorText = useErrorText();
  const { groups } = useClient();
  const { busy, failure, run } = useAct();
  const about = [group('members', { count: memberCount }), topic].filter((part) => part !== '').join(' · ');
  return (
    <EmptyState
      icon={Hash}
      title={t('doorTitle', { name })}
      body={
        <>
          {about}
          <br />
          {t('doorBody')}
        </>
      }
      action={
        <div className="flex flex-col items-center gap-3">
          {failure && <Notice text={errorText(failure)} />}
          <div className="flex gap-2">
            <Button kind="primary" disabled={busy} onClick={() => void run(() => groups.joinChannel(conversationId))}>
              {t('join')}
            </Button>
            <Button onClick={closeChat}>{chat('back')}</Button>
          </div>
        </div>
      }
    />
  );
}
