import { useLocale } from 'next-intl';
import { useEffect, useMemo, useState } from 'react';
import { pickLocale } from '../../i18n/catalogue';
import { emojiRows } from '../../platform/emoji';
import { preferences } from '../../platform/preferences';
import type { EmojiRow } from '../../scripts/emoji-rows';
import { withRecent } from '../message-acts/emoji';
import { emojiFor, type EmojiOption, emojiQuery } from './emoji-query';
import type { Field } from './field';
import { type Picker, usePicker, useQuery } from './use-picker';

export type EmojiPicker = Picker<EmojiOption>;

const NONE: readonly EmojiRow[] = [];

/** The list that a colon with two letters opens. */
export function useEmojiPicker(): EmojiPicker {
  const asked = useQuery(emojiQuery);
  const typed = asked.query?.query ?? null;
  const rows = useRows(typed !== null);
  const found = useMemo(
    () => (typed === null ? [] : emojiFor(typed, rows, preferences.getSnapshot().recentEmoji ?? [])),
    [typed, rows],
  );
  const put = ({ emoji }: EmojiOption, field: Field, from: number): void => {
    preferences.change({ recentEmoji: withRecent(preferences.getSnapshot().recentEmoji, emoji) });
    field.type(`${emoji} `, from);
  };
  return usePicker({ asked, found, preset: 0, put });
}

/** Fetched when they are first needed; without them what is typed stays text. */
function useRows(wanted: boolean): readonly EmojiRow[] {
  const locale = pickLocale(useLocale(), []);
  const [rows, setRows] = useState(NONE);
  useEffect(() => {
    if (!wanted) return;
    let current = true;
    emojiRows(locale).then(
      (fetched) => current && setRows(fetched),
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [locale, wanted]);
  return rows;
}
