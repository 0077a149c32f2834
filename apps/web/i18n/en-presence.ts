/** Who is there. */
export const there = {
  online: 'Online',
  away: 'Away',
  dnd: 'Do not disturb',
  offline: 'Offline',
  me: '{name} ({state})',
} as const;

/** What people say of themselves. */
export const presence = {
  lastSeen: 'Last seen {when}',
  says: '{there} · {said}',
  title: 'How others see me',
  status: 'Status',
  placeholder: 'What’s going on?',
  pickEmoji: 'Choose an emoji',
  clearAfter: 'Clear after',
  never: 'Don’t clear',
  half: '30 minutes',
  hour: '1 hour',
  four: '4 hours',
  today: 'Today',
  tomorrow: 'Tomorrow, 9:00',
  ends: 'Clears {when}',
  save: 'Set status',
  clear: 'Clear status',
  turnOn: 'Turn on',
  turnOff: 'Turn off',
  dndUntil: 'Nothing is pushed until {when}.',
  dndQuiet: 'Your quiet hours are on.',
  dndHint: 'No pushes, and others see it.',
  shownAs: 'Shown as',
  auto: 'Automatic',
  lastSeenTold: 'Who sees when I was last here',
  everybody: 'Everyone',
  contacts: 'Contacts',
  nobody: 'No one',
  lastSeenHint:
    'Contacts are people you have exchanged messages with. If you don’t share it, you don’t see it of others.',
} as const;
