import { Button, Dialog, SearchField } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { useRef, useState, type RefObject } from 'react';
import { useClient } from '../../state/client';
import { useErrorText } from '../../state/use-error-text';
import { useAct } from '../group/use-act';
import { Notice } from '../shell/notice';
import { ChannelList } from './channel-list';
import { NewChannel } from './new-channel';
import { useChannels } from './use-channels';

export type ChannelsProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onOpened: (conversationId: string) => void;
};

/** The public channels of the organisation: looked for, joined, opened; and a new one is made here. */
export function Channels({ open, onOpenChange, onOpened }: ChannelsProps) {
  const t = useTranslations('channels');
  const app = useTranslations('app');
  const input = useRef<HTMLInputElement>(null);
  const [making, setMaking] = useState(false);
  const opened = (conversationId: string): void => {
    onOpenChange(false);
    setMaking(false);
    onOpened(conversationId);
  };
  const change = (next: boolean): void => {
    setMaking(false);
    onOpenChange(next);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={change}
      title={making ? t('create') : t('title')}
      closeLabel={app('close')}
      initialFocus={input}
    >
      {making ? (
        <NewChannel onOpened={opened} />
      ) : (
        <Browser input={input} onOpened={opened} onMake={() => setMaking(true)} />
      )}
    </Dialog>
  );
}

type BrowserProps = { input: RefObject<HTMLInputElement | null>; onOpened: (id: string) => void; onMake: () => void };

function Browser({ input, onOpened, onMake }: BrowserProps) {
  const app = useTranslations('app');
  const t = useTranslations('channels');
  const errorText = useErrorText();
  const { groups } = useClient();
  const [query, setQuery] = useState('');
  const found = useChannels(query.trim());
  const { busy, failure, run } = useAct();
  const enter = (conversationId: string, joined: boolean): void => {
    void run(async () => {
      if (!joined) await groups.joinChannel(conversationId);
      onOpened(conversationId);
    });
  };
  const shown = failure ?? found.error;
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-2 pb-2">
      <SearchField
        ref={input}
        label={t('find')}
        clearLabel={app('clearSearch')}
        value={query}
        onChange={setQuery}
        className="mx-4 shrink-0"
      />
      {shown && (
        <div className="px-4">
          <Notice text={errorText(shown)} />
        </div>
      )}
      <ChannelList found={found} busy={busy} onEnter={enter} />
      <div className="flex shrink-0 justify-end border-t border-line px-4 pt-3 pb-1">
        <Button onClick={onMake}>{t('create')}</Button>
      </div>
    </div>
  );
}
