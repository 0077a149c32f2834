import { useTranslations } from 'next-intl';
import type { Command, CommandAct } from './commands';
import { OptionList, type OptionListProps } from './option-list';

/** Commands, and what each does. */
export function CommandOptions(props: Omit<OptionListProps<Command>, 'label' | 'keyOf' | 'children'>) {
  const t = useTranslations('commands');
  const chats = useTranslations('chats');
  const there = useTranslations('there');
  const textOf = (act: CommandAct): string => {
    if (act === 'dnd') return there(act);
    return act === 'status' || act === 'topic' || act === 'leave' || act === 'code' ? t(act) : chats(act);
  };
  return (
    <OptionList {...props} label={t('label')} keyOf={({ act }) => act}>
      {({ act, word }) => (
        <>
          <span className="shrink-0 pl-1 font-medium">/{word}</span>
          <span className="min-w-0 truncate text-meta text-muted">{textOf(act)}</span>
        </>
      )}
    </OptionList>
  );
}
