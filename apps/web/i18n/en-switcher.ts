/** The quick way to a chat, a person or a command. */
export const switcher = {
  label: 'Chats, people and commands',
  placeholder: 'Name, login or command',
  recent: 'Recent chats',
  chats: 'Chats',
  people: 'People',
  commands: 'Commands',
  nothing: 'Nothing fits “{query}”',
  nothingBody: 'Check the spelling, or try a login.',
  results: '{count, plural, =0 {Nothing found} one {# result} other {# results}}',
  onlyHere: 'Only people you know already are listed.',
  dnd: 'Do not disturb: {until}',
  dndOff: 'Do not disturb: turn off',
  theme: 'Theme: {theme}',
  language: 'Language: {language}',
  settings: 'Settings: {section}',
} as const;
