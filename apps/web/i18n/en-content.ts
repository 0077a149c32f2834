/** What a message holds besides its words: people it calls, what it answers, what it passes on. */
export const mention = {
  label: 'People to mention',
  all: 'everyone',
  allNote: 'All members',
  allInThread: 'All who follow this thread',
  confirmTitle: 'Mention {count, plural, one {# person} other {# people}}?',
  confirmBody: 'Each of them is told.',
  confirm: 'Mention {count, plural, one {# person} other {# people}}',
} as const;

export const reply = {
  to: 'Reply to {name}:',
  cancel: 'Cancel the reply',
  gone: 'This message is no longer available',
  unknown: 'A message of a kind that this page does not know yet',
  answers: 'Answers',
  show: 'Show it',
} as const;

export const forward = {
  title: 'Forward to',
  search: 'Search your chats',
  chats: 'Your chats',
  none: 'No chat has this in its name.',
  submit: '{count, plural, =0 {Forward} one {Forward to # chat} other {Forward to # chats}}',
  done: '{count, plural, one {Forwarded to # chat} other {Forwarded to # chats}}',
  select: 'Selected messages',
  selected: '{count, plural, one {# message selected} other {# messages selected}}',
  tooMany: 'At most {count, number} at a time',
  oneByOne: 'Forward one by one',
  asOne: 'Forward as one',
  copy: 'Copy as text',
  copied: '{count, plural, one {# message copied} other {# messages copied}}',
  hide: 'Delete for me',
  hideTitle: '{count, plural, one {Delete # message for you?} other {Delete # messages for you?}}',
  hideBody: 'They are gone from all your devices. Everybody else goes on seeing them.',
  hideConfirm: '{count, plural, one {Delete # message} other {Delete # messages}}',
  hidden: '{count, plural, one {# message deleted for you} other {# messages deleted for you}}',
  choose: '{name}: {text}',
  by: 'Forwarded from {name}',
  card: 'Chat record, {count, plural, one {# message} other {# messages}}',
  items: 'Messages of the chat record',
  line: '{name}: {text}',
  preview: 'Forwarded: {text}',
  cardPreview: '[Chat record]',
} as const;
