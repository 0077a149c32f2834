const LENGTH = 120;

/** A text as one short line. */
export function previewOf(text: string): string {
  const line = text
    .slice(0, LENGTH * 4)
    .replaceAll(/\s+/g, ' ')
    .trim();
  return Array.from(line).slice(0, LENGTH).join('');
}
