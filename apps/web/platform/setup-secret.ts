let secret: string | null | undefined;

/**
 * The one-time secret of the set-up link. It stands in the fragment, which no server ever sees, and leaves the
 * address bar, and with it the history, the moment it is read; it is kept nowhere but in this page's memory.
 */
export function takeSetupSecret(): string | null {
  if (secret === undefined) {
    const fragment = decodeFragment(location.hash.slice(1));
    secret = fragment === '' ? null : fragment;
    if (location.hash !== '') history.replaceState(history.state, '', location.pathname);
  }
  return secret;
}

function decodeFragment(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}
