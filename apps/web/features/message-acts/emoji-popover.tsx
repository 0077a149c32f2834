import { Popover, Skeleton } from '@parley/ui';
import { useLocale, useTranslations } from 'next-intl';
import { useState, type ReactElement } from 'react';
import { emojiRows } from '../../platform/emoji';
import { preferences } from '../../platform/preferences';
import { usePreferences } from '../../state/preferences';
import { useErrorText } from '../../state/use-error-text';
import { useLoaded } from '../../state/use-loaded';
import { pickLocale } from '../../i18n/catalogue';
import { EMOJI, emojiName, withRecent } from './emoji';

export type EmojiPopoverProps = {
  trigger: ReactElement<Record<string, unknown>>;
  onPick: (emoji: string) => void;
  title?: string;
  /** What has the focus afterwards, if it is not the button. */
  finalFocus?: () => HTMLElement | null;
};

/** A look of emoji, those that this browser used last first, and all others below; the one that is picked closes it. */
export function EmojiPopover({ trigger, onPick, title, finalFocus }: EmojiPopoverProps) {
  const t = useTranslations('acts');
  const [open, setOpen] = useState(false);
  const pick = (emoji: string): void => {
    setOpen(false);
    preferences.change({ recentEmoji: withRecent(preferences.getSnapshot().recentEmoji, emoji) });
    onPick(emoji);
  };
  return (
    <Popover
      trigger={trigger}
      title={title ?? t('react')}
      side="top"
      align="end"
      tall
      open={open}
      onOpenChange={setOpen}
      {...(finalFocus && { finalFocus })}
    >
      <div className="-mx-4 -my-1 flex min-h-0 flex-col gap-3 overflow-y-auto px-4 py-1">
        <FirstLook onPick={pick} />
        <AllEmoji onPick={pick} />
      </div>
    </Popover>
  );
}

type Pick = { onPick: (emoji: string) => void };

function FirstLook({ onPick }: Pick) {
  const locale = useLocale();
  const { recentEmoji = [] } = usePreferences();
  const offered = [...new Set([...recentEmoji, ...EMOJI.map(([emoji]) => emoji)])].slice(0, EMOJI.length);
  return (
    <ul className="grid shrink-0 grid-cols-8">
      {offered.map((emoji) => (
        <li key={emoji}>
          <button
            type="button"
            aria-label={emojiName(emoji, locale)}
            title={emojiName(emoji, locale)}
            onClick={() => onPick(emoji)}
            className="flex size-8 items-center justify-center rounded-control font-emoji text-[20px] leading-none hover:bg-hover"
          >
            <span aria-hidden>{emoji}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Loaded when somebody first looks; as high as it will be from the beginning. */
function AllEmoji({ onPick }: Pick) {
  const errorText = useErrorText();
  const locale = pickLocale(useLocale(), []);
  const loaded = useLoaded(locale, async () => {
    const [{ EmojiList }, rows] = await Promise.all([import('./emoji-list'), emojiRows(locale)]);
    return { EmojiList, rows };
  });
  if (loaded !== null && 'value' in loaded) {
    const { EmojiList, rows } = loaded.value;
    return <EmojiList rows={rows} onPick={onPick} />;
  }
  return (
    <div className="flex h-59 shrink-0 flex-col gap-2">
      {loaded === null ? (
        <Skeleton className="h-9 w-full" />
      ) : (
        <p role="alert" className="text-list text-muted">
          {errorText(loaded.failure)}
        </p>
      )}
    </div>
  );
}
