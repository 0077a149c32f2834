import { Hash } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ChannelOption } from './channel-option';
import { OptionList, type OptionListProps } from './option-list';

/** Channels that what is typed names. */
export function ChannelOptions(props: Omit<OptionListProps<ChannelOption>, 'label' | 'keyOf' | 'children'>) {
  const t = useTranslations('channels');
  return (
    <OptionList {...props} label={t('title')} keyOf={({ conversationId }) => conversationId}>
      {({ name, topic, joined }) => (
        <>
          <span className="flex size-7 shrink-0 items-center justify-center text-muted">
            <Hash aria-hidden size={18} strokeWidth={1.75} />
          </span>
          <span className="max-w-[70%] shrink-0 truncate">{name}</span>
          <span className="min-w-0 truncate text-meta text-muted">{topic === '' && !joined ? t('notIn') : topic}</span>
        </>
      )}
    </OptionList>
  );
}
