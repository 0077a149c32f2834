/**
 * Two permanent users of kind `system` with one hidden direct conversation, there from migration: `parley doctor` sends
 * real traffic through them. Snowflakes start far above these ids. Hidden (conversation.hidden, chat_list.hidden) and
 * kind `system` mean: never in a list, a search, an export or a policy.
 */
export const SYSTEM = {
  users: [
    { id: '1', login: 'parley-doctor-1', name: 'Doctor 1' },
    { id: '2', login: 'parley-doctor-2', name: 'Doctor 2' },
  ],
  conversationId: '3',
} as const;
