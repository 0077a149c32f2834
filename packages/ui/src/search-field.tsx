import { Search, X } from 'lucide-react';
import { useRef, type KeyboardEvent, type RefObject } from 'react';
import { cx } from './cx';
import { IconButton } from './icon-button';

export type SearchFieldProps = {
  label: string;
  clearLabel: string;
  value: string;
  onChange: (value: string) => void;
  ref?: RefObject<HTMLInputElement | null>;
  className?: string;
};

/** Narrows what stands below it. Escape empties it first, and only then closes what it stands in. */
export function SearchField({ label, clearLabel, value, onChange, ref, className }: SearchFieldProps) {
  const own = useRef<HTMLInputElement>(null);
  const input = ref ?? own;
  const clear = (): void => {
    onChange('');
    input.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // Of an input method, Escape takes back what is not chosen yet.
    if (event.key !== 'Escape' || value === '' || event.nativeEvent.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    onChange('');
  };
  return (
    <div
      className={cx(
        'flex h-9 min-w-0 items-center rounded-control border border-edge bg-surface pl-2.5 has-[input:focus-visible]:outline-2 has-[input:focus-visible]:outline-offset-2 has-[input:focus-visible]:outline-accent',
        className,
      )}
    >
      <Search aria-hidden size={18} strokeWidth={1.75} className="shrink-0 text-muted" />
      <input
        ref={input}
        type="search"
        aria-label={label}
        placeholder={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={onKeyDown}
        className="h-full min-w-0 flex-1 bg-transparent px-2 text-list text-text outline-none placeholder:text-faint [&::-webkit-search-cancel-button]:hidden"
      />
      {value !== '' && <IconButton icon={X} label={clearLabel} onClick={clear} className="mr-0.5 !size-7" />}
    </div>
  );
}
