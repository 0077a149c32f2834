/** Going to a day in a timeline. */
export const dates = {
  open: '{day}. Jump to a date',
  title: 'Jump to a date',
  newest: 'The newest message',
  yesterday: 'Yesterday',
  week: 'Last week',
  month: 'Last month',
  beginning: 'The beginning',
  date: 'Date',
  go: 'Jump',
  nearest: 'Nothing was said here on {day}. The nearest message is from {shown}.',
} as const;
