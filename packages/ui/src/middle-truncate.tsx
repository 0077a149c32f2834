import { cx } from './cx';

const TAIL = 6;
const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Text on one line that loses its middle, not its end, when there is no room, from whichever side it is written; whole on hover and to a screen reader. */
export function MiddleTruncate({ text, className }: { text: string; className?: string }) {
  const characters = text.length <= TAIL * 3 ? null : Array.from(segmenter.segment(text), (part) => part.segment);
  if (characters === null || characters.length <= TAIL * 3) {
    return (
      <span title={text} dir="auto" className={cx('block min-w-0 truncate', className)}>
        {text}
      </span>
    );
  }
  return (
    <span title={text} dir="auto" className={cx('flex min-w-0 overflow-clip whitespace-pre', className)}>
      <span className="min-w-0 overflow-hidden text-ellipsis">{characters.slice(0, -TAIL).join('')}</span>
      <span className="shrink-0">{characters.slice(-TAIL).join('')}</span>
    </span>
  );
}
