import type { ChannelPage } from '@parley/contract';
import { Button, EmptyState } from '@parley/ui';
import { CloudOff, Hash } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { useClient } from '../../state/client';
import { closeChat } from '../../state/location';
import { type ShownError, useErrorText } from '../../state/use-error-text';
import { useLoaded } from '../../state/use-loaded';
import { useAct } from '../group/use-act';
import { Notice } from '../shell/notice';
import { TimelineSkeleton } from '../timeline/timeline-skeleton';

type Channel = ChannelPage['channels'][number];

type NotInProps = { conversationId: string; nothing: ReactNode };

/** Where a link has led me, and I am not: before a public channel, or before nothing that there is for me. */
export function NotIn(props: NotInProps) {
  const [asked, setAsked] = useState(0);
  return <Door key={asked} {...props} onRetry={() => setAsked(asked + 1)} />;
}

function Door({ conversationId, nothing, onRetry }: NotInProps & { onRetry: () => void }) {
  const { groups } = useClient();
  const found = useLoaded(conversationId, () => groups.channels({ conversationId }));
  if (found === null) return <TimelineSkeleton />;
  if ('failure' in found) return <Unanswered failure={found.failure} onRetry={onRetry} />;
  const [channel] = found.value.channels;
  return channel === undefined ? nothing : <ChannelDoor channel={channel} />;
}

function Unanswered({ failure, onRetry }: { failure: ShownError; onRetry: () => void }) {
  const t = useTranslations('chat');
  const app = useTranslations('app');
  const errorText = useErrorText();
  return (
    <EmptyState
      icon={CloudOff}
      title={t('notLoadedTitle')}
      body={errorText(failure)}
      action={
        <div className="flex gap-2">
          <Button kind="primary" onClick={onRetry}>
            {app('retry')}
          </Button>
          <Button onClick={closeChat}>{t('back')}</Button>
        </div>
      }
    />
  );
}

function ChannelDoor({ channel: { conversationId, name, topic, memberCount } }: { channel: Channel }) {
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
