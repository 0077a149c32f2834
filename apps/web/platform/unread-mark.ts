/** The icon of the tab has a dot while something is unread; the icon of an installed app has the number. */
export function showUnread(count: number): void {
  const icon = document.querySelector<HTMLLinkElement>('link[rel~=icon]');
  const href = count === 0 ? '/icon.svg' : '/icon-unread.svg';
  if (icon !== null && icon.getAttribute('href') !== href) icon.setAttribute('href', href);
  // Not every browser has it, and one that has may refuse it to a page that is not installed.
  const badge = count === 0 ? navigator.clearAppBadge?.() : navigator.setAppBadge?.(count);
  badge?.catch(() => undefined);
}
