/** Beside a chat of two, or with oneself. */
export const details = {
  title: 'Details',
  close: 'Close details',
  first: 'First message: {date}',
  mute: 'Mute',
  saved: 'Saved by me',
  threads: 'Threads I follow',
  nothing: 'Messages of this chat that are pinned or that you saved, and its threads that you follow, are listed here.',
  more: 'Look further back',
} as const;
