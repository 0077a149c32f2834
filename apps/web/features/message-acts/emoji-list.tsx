import { Skeleton } from '@parley/ui';
import { EmojiPicker, type EmojiData, type EmojiPickerListComponents } from 'frimousse';
import { useTranslations } from 'next-intl';
import { useMemo, type CSSProperties, type KeyboardEvent } from 'react';
import type { EmojiRow } from '../../scripts/emoji-rows';

const GROUPS = [
  [0, 'smileys'],
  [1, 'people'],
  [3, 'nature'],
  [4, 'food'],
  [5, 'travel'],
  [6, 'activities'],
  [7, 'objects'],
  [8, 'symbols'],
  [9, 'flags'],
] as const;
const FONT = { '--frimousse-emoji-font': 'var(--font-emoji)' } as CSSProperties;

type Placed = { 'aria-rowindex'?: number | undefined; 'aria-colindex'?: number | undefined };

/** The library counts from nought, the standard from one. */
function fromOne<P extends Placed>(props: P): P {
  const { 'aria-rowindex': row, 'aria-colindex': column } = props;
  return {
    ...props,
    ...(row !== undefined && { 'aria-rowindex': row + 1 }),
    ...(column !== undefined && { 'aria-colindex': column + 1 }),
  };
}

const parts: EmojiPickerListComponents = {
  CategoryHeader: ({ category, ...props }) => (
    <div {...props} className="bg-raised py-1 text-meta text-muted">
      {category.label}
    </div>
  ),
  Row: ({ children, ...props }) => (
    <div {...fromOne(props)} className="h-8">
      {children}
    </div>
  ),
  Emoji: ({ emoji, ...props }) => (
    <button
      {...fromOne(props)}
      type="button"
      title={emoji.label}
      className="flex size-8 items-center justify-center rounded-control text-[20px] leading-none data-active:bg-hover forced-colors:data-active:border"
    >
      {emoji.emoji}
    </button>
  ),
};

/** An Enter that picks a word of an input method picks no emoji. */
function keepComposing(event: KeyboardEvent): void {
  if (event.nativeEvent.isComposing || event.keyCode === 229) event.stopPropagation();
}

/** All emoji by group, narrowed by what is typed; arrow keys and Enter work from the field. */
export function EmojiList({ rows, onPick }: { rows: readonly EmojiRow[]; onPick: (emoji: string) => void }) {
  const t = useTranslations('emoji');
  const resolve = useMemo(() => {
    const categories = GROUPS.map(([index, name]) => ({ index, label: t(name) }));
    const data = { ...dataOf(rows), categories };
    return () => data;
  }, [rows, t]);
  return (
    <EmojiPicker.Root
      columns={8}
      resolveEmojiData={resolve}
      onEmojiSelect={({ emoji }) => onPick(emoji)}
      style={FONT}
      className="flex flex-col gap-2"
    >
      <EmojiPicker.Search
        aria-label={t('search')}
        placeholder={t('search')}
        onKeyDown={keepComposing}
        className="h-9 rounded-control border border-edge bg-surface px-2.5 text-list text-text placeholder:text-faint [&::-webkit-search-cancel-button]:hidden"
      />
      <EmojiPicker.Viewport className="-mr-4 h-48 overflow-y-auto">
        <EmojiPicker.Loading>
          <Skeleton className="h-8 w-full" />
        </EmojiPicker.Loading>
        <EmojiPicker.Empty>
          <p className="py-4 text-center text-list text-muted">{t('none')}</p>
        </EmojiPicker.Empty>
        <EmojiPicker.List components={parts} />
      </EmojiPicker.Viewport>
    </EmojiPicker.Root>
  );
}

const NO_TONES = { light: '', 'medium-light': '', medium: '', 'medium-dark': '', dark: '' };

function dataOf(rows: readonly EmojiRow[]): Omit<EmojiData, 'categories'> {
  const emojis = rows.map(([emoji, category, label, words]) => ({
    emoji,
    category,
    label,
    version: 0,
    tags: [...words],
  }));
  return { locale: 'en', emojis, skinTones: NO_TONES };
}
