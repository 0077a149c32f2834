/** As the style sheet's `wide` has it. */
const WIDE_PX = 1160;

export function coversChat(): boolean {
  return matchMedia(`(width < ${WIDE_PX}px)`).matches;
}

/**
 * The pane beside a chat: over it below `wide`, over everything below `panes`. As wide as was chosen, but the chat keeps
 * 20 rem beside it.
 */
export const SIDE_PANE =
  'absolute inset-0 z-20 flex flex-col border-line bg-surface outline-none panes:left-auto panes:w-(--side-width) panes:border-l max-wide:panes:shadow-raised wide:static wide:w-[min(var(--side-width),calc(100vw-var(--list-width)-23.6rem))] wide:shrink-0 wide:border-l-0';
