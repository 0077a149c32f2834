import { Avatar } from '@parley/ui';
import { UsersRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { MentionOption } from './mention-options';
import { OptionList, type OptionListProps } from './option-list';

type ListProps<T> = Omit<OptionListProps<T>, 'label' | 'keyOf' | 'children'>;

/** Those who can be called. */
export function MentionList(props: ListProps<MentionOption>) {
  const t = useTranslations('mention');
  return (
    <OptionList
      {...props}
      label={t('label')}
      keyOf={(option) => (option.type === 'user' ? option.userId : option.type)}
    >
      {(option) => (
        <>
          {option.type === 'user' ? (
            <Avatar id={option.userId} name={option.shown} size="sm" />
          ) : (
            <span className="flex size-7 shrink-0 items-center justify-center text-muted">
              <UsersRound aria-hidden size={18} strokeWidth={1.75} />
            </span>
          )}
          <span className="max-w-[70%] shrink-0 truncate">{option.shown}</span>
          <span className="min-w-0 truncate text-meta text-muted">{option.note}</span>
        </>
      )}
    </OptionList>
  );
}
