import type { ChatRow } from '@parley/sdk';
import { useState } from 'react';

const STEADY = [
  'conversationId',
  'kind',
  'peer',
  'name',
  'memberCount',
  'role',
  'profile',
  'mutedUntil',
  'personal',
  'joinRequests',
] as const satisfies readonly (keyof ChatRow)[];

/** Of a chat what does not change with each message and each letter that is typed there. */
export type SteadyChat = Pick<ChatRow, (typeof STEADY)[number]>;

/** The same object until any of it changes: what is drawn with it is not drawn again for anything else. */
export function useSteadyChat(row: ChatRow): SteadyChat {
  const [steady, setSteady] = useState<SteadyChat>(row);
  if (STEADY.every((name) => steady[name] === row[name])) return steady;
  setSteady(row);
  return row;
}
