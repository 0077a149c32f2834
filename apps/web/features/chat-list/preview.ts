import { plainText } from '@parley/core';

const LENGTH = 120;

/** A text as one short line, without its markup. */
export function previewOf(text: string): string {
  const line = plainText(text.slice(0, LENGTH * 4))
    .replaceAll(/\s+/g, ' ')
    .trim();
  return Array.from(line).slice(0, LENGTH).join('');
}
