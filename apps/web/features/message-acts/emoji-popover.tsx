import { Popover } from '@parley/ui';
import { useLocale, useTranslations } from 'next-intl';
import { useState, type ReactElement } from 'react';
import { EMOJI, emojiName } from './emoji';

/** A look of emoji; the one that is picked closes it. */
export function EmojiPopover(props: {
  trigger: ReactElement<Record<string, unknown>>;
  onPick: (emoji: string) => void;
}) {
  const t = useTranslations('acts');
  const locale = useLocale();
  const [open, setOpen] = useState(false);
  const pick = (emoji: string): void => {
    setOpen(false);
    props.onPick(emoji);
  };
  return (
    <Popover trigger={props.trigger} title={t('react')} side="top" align="end" open={open} onOpenChange={setOpen}>
      <ul className="-mx-1 grid grid-cols-8">
        {EMOJI.map(([emoji]) => (
          <li key={emoji}>
            <button
              type="button"
              aria-label={emojiName(emoji, locale)}
              title={emojiName(emoji, locale)}
              onClick={() => pick(emoji)}
              className="flex size-8 items-center justify-center rounded-control font-emoji text-[20px] leading-none hover:bg-hover"
            >
              <span aria-hidden>{emoji}</span>
            </button>
          </li>
        ))}
      </ul>
    </Popover>
  );
}
