import type { KeyboardEvent } from 'react';

/** The arrow keys go from message to message; what can be done to one is then a tab away. */
export function walkMessages(event: KeyboardEvent<HTMLElement>): void {
  const up = event.key === 'ArrowUp';
  if ((!up && event.key !== 'ArrowDown') || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  const { target, currentTarget } = event;
  const articles = [...currentTarget.querySelectorAll<HTMLElement>('article[data-seq]')];
  const at = articles.indexOf(target as HTMLElement);
  // Inside a message the keys belong to what has the focus: a field, a menu.
  if (target !== currentTarget && at < 0) return;
  const next = at < 0 ? articles.at(-1) : articles[at + (up ? -1 : 1)];
  if (next === undefined) return;
  event.preventDefault();
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: 'nearest' });
}
