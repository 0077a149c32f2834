import type { ChannelPage } from '@parley/contract';
import { Button, MiddleTruncate, Skeleton } from '@parley/ui';
import { Hash } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ChannelsFound } from './use-channels';

export type ChannelListProps = {
  found: ChannelsFound;
  busy: boolean;
  onEnter: (conversationId: string, joined: boolean) => void;
};

export function ChannelList({ found: { query, page, error, more }, busy, onEnter }: ChannelListProps) {
  const t = useTranslations('channels');
  return (
    <div className="min-h-[240px] flex-1 overflow-y-auto px-2" aria-busy={page === null}>
      {page === null && !error && <Waiting />}
      {page?.channels.length === 0 && (
        <p className="px-4 py-12 text-center said text-list text-muted">
          {query === '' ? t('none') : t('nothing', { query })}
        </p>
      )}
      <ul aria-label={t('title')}>
        {page?.channels.map((channel) => (
          <Row key={channel.conversationId} channel={channel} busy={busy} onEnter={onEnter} />
        ))}
      </ul>
      {page?.next != null && (
        <div className="flex justify-center py-2">
          <Button size="sm" onClick={more}>
            {t('more')}
          </Button>
        </div>
      )}
    </div>
  );
}

type RowProps = Pick<ChannelListProps, 'busy' | 'onEnter'> & { channel: ChannelPage['channels'][number] };

function Row({ channel, busy, onEnter }: RowProps) {
  const t = useTranslations('channels');
  const group = useTranslations('group');
  const { conversationId, name, topic, memberCount, joined } = channel;
  return (
    <li className="flex min-h-13 items-center gap-3 rounded-control px-2 hover:bg-hover">
      <Hash aria-hidden size={18} strokeWidth={1.75} className="shrink-0 text-muted" />
      <span className="flex min-w-0 flex-1 flex-col">
        <MiddleTruncate text={name} className="text-list font-medium" />
        <span className="truncate text-meta text-muted">
          {group('members', { count: memberCount })}
          {topic !== '' && ` · ${topic}`}
        </span>
      </span>
      <Button
        size="sm"
        kind={joined ? 'plain' : 'primary'}
        disabled={busy}
        aria-label={t(joined ? 'openOne' : 'joinOne', { name })}
        onClick={() => onEnter(conversationId, joined)}
      >
        {joined ? t('open') : t('join')}
      </Button>
    </li>
  );
}

function Waiting() {
  return ['w-28', 'w-40', 'w-32'].map((width) => (
    <div key={width} className="skeleton-late flex h-13 items-center gap-3 px-2">
      <Skeleton className={`h-3.5 ${width}`} />
    </div>
  ));
}
