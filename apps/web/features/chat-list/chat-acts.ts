export type ChatAct =
  | 'pin'
  | 'unpin'
  | 'muteHour'
  | 'muteDay'
  | 'muteAlways'
  | 'unmute'
  | 'level'
  | 'markUnread'
  | 'markRead'
  | 'hide';

type As = { readonly pinned: boolean; readonly muted: boolean; readonly unread: boolean };

/** What there is to do about a chat as it is. */
export function chatActs({ pinned, muted, unread }: As): readonly ChatAct[] {
  return [
    pinned ? 'unpin' : 'pin',
    unread ? 'markRead' : 'markUnread',
    ...(muted ? (['unmute'] as const) : (['muteHour', 'muteDay', 'muteAlways'] as const)),
    'level',
    'hide',
  ];
}

const HOUR = 3_600_000;
/** The last moment that there is: for good. */
const ALWAYS = 8.64e15;

export function muteUntil(act: 'muteHour' | 'muteDay' | 'muteAlways', now: number): number {
  if (act === 'muteAlways') return ALWAYS;
  return now + (act === 'muteHour' ? HOUR : 24 * HOUR);
}
