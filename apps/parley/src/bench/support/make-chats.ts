import type { ChatListItem } from '@parley/contract';
import type { MintedSession } from '@parley/server/cli';

import { inLanes } from './in-lanes.js';
import type { Address } from './load-result.js';
import { Rest } from './rest.js';

/** Requests at a time. */
const LANES = 16;

/** All the others write to one person, once each. */
export async function makeChats(
  address: Address,
  reader: MintedSession,
  others: readonly MintedSession[],
): Promise<void> {
  const rest = new Rest(address);
  await inLanes(others, LANES, async (other) => {
    const body = { kind: 'direct', userId: reader.userId };
    const chat = await rest.call<ChatListItem>(other, { method: 'POST', path: '/conversations', body });
    await rest.say(other, chat.conversationId, other.userId);
  });
}
