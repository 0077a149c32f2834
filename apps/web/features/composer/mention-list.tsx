import { Avatar, cx } from '@parley/ui';
import { UsersRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { MentionOption } from './mention-options';

export type MentionListProps = {
  id: string;
  options: readonly MentionOption[];
  active: number;
  onActive: (index: number) => void;
  onPick: (option: MentionOption) => void;
};

export function mentionOptionId(list: string, index: number): string {
  return `${list}-${index}`;
}

/** Above the field, over the timeline: nothing moves when it opens. The keyboard works in the field. */
export function MentionList({ id, options, active, onActive, onPick }: MentionListProps) {
  const t = useTranslations('mention');
  return (
    <div
      role="listbox"
      id={id}
      aria-label={t('label')}
      className="absolute inset-x-0 bottom-full z-20 mb-1 max-h-75 max-w-80 overflow-y-auto rounded-card border border-line bg-raised p-1 shadow-raised"
    >
      {options.map((option, index) => (
        <div
          key={option.type === 'user' ? option.userId : option.type}
          id={mentionOptionId(id, index)}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          onPointerMove={() => onActive(index)}
          // The field keeps the focus.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onPick(option)}
          onKeyDown={(event) => event.key === 'Enter' && onPick(option)}
          className={cx(
            'flex h-9 cursor-pointer items-center gap-2 rounded-control px-2 text-list',
            index === active && 'bg-hover forced-colors:border',
          )}
        >
          {option.type === 'user' ? (
            <Avatar id={option.userId} name={option.shown} size="sm" />
          ) : (
            <span className="flex size-7 shrink-0 items-center justify-center text-muted">
              <UsersRound aria-hidden size={18} strokeWidth={1.75} />
            </span>
          )}
          <span className="max-w-[70%] shrink-0 truncate">{option.shown}</span>
          <span className="min-w-0 truncate text-meta text-muted">{option.note}</span>
        </div>
      ))}
    </div>
  );
}
