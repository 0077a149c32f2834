import { Avatar, cx } from '@parley/ui';
import { UsersRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { Called } from './mention-text';

export type MentionListProps = {
  id: string;
  options: readonly Called[];
  active: number;
  onActive: (index: number) => void;
  onPick: (called: Called) => void;
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
      className="absolute inset-x-0 bottom-full z-20 mb-1 max-h-72 max-w-80 overflow-y-auto rounded-card border border-line bg-raised p-1 shadow-raised"
    >
      {options.map((called, index) => (
        <div
          key={called.type === 'user' ? called.userId : called.type}
          id={mentionOptionId(id, index)}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          onPointerMove={() => onActive(index)}
          // The field keeps the focus.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onPick(called)}
          onKeyDown={(event) => event.key === 'Enter' && onPick(called)}
          className={cx(
            'flex h-9 cursor-pointer items-center gap-2 rounded-control px-2 text-list',
            index === active && 'bg-hover forced-colors:border',
          )}
        >
          {called.type === 'user' ? (
            <Avatar id={called.userId} name={called.name} size="sm" />
          ) : (
            <span className="flex size-6 shrink-0 items-center justify-center text-muted">
              <UsersRound aria-hidden size={18} strokeWidth={1.75} />
            </span>
          )}
          <span className="truncate">{called.name}</span>
          {called.type !== 'user' && <span className="truncate text-meta text-muted">{t(`${called.type}Note`)}</span>}
        </div>
      ))}
    </div>
  );
}
