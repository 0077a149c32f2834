import { useTranslations } from 'next-intl';
import type { EmojiOption } from './emoji-query';
import { OptionList, type OptionListProps } from './option-list';

/** Emoji that what is typed names. */
export function EmojiOptions(props: Omit<OptionListProps<EmojiOption>, 'label' | 'keyOf' | 'children'>) {
  const t = useTranslations('emoji');
  return (
    <OptionList {...props} label={t('label')} keyOf={({ emoji }) => emoji}>
      {({ emoji, name }) => (
        <>
          <span
            aria-hidden
            className="flex size-7 shrink-0 items-center justify-center font-emoji text-[20px] leading-none"
          >
            {emoji}
          </span>
          <span className="min-w-0 truncate">{name}</span>
        </>
      )}
    </OptionList>
  );
}
