import type { CustomStatus } from '@parley/contract';
import { current } from '@parley/core';

/** What somebody says of themselves, as one picture beside their name; the words are on hover and read out. */
export function StatusEmoji({ status, now }: { status: CustomStatus | null | undefined; now: number }) {
  const said = current(status ?? null, now);
  if (said?.emoji == null) return null;
  return (
    <span className="shrink-0 font-emoji text-[14px] leading-none" title={said.text}>
      <span aria-hidden>{said.emoji}</span>
      <span className="sr-only">{said.text === '' ? said.emoji : said.text}</span>
    </span>
  );
}
