import type { Cache } from './cache.js';
import type { Persistence } from './persistence.js';

/** Stores what the memory holds in place of what is stored. */
export function storeAll({ chats, timelines }: Cache, persistence: Persistence): void {
  persistence.clearCache();
  for (const state of chats.values()) {
    persistence.chat(state);
    if (state.lastMessage !== null) persistence.message(state.lastMessage);
  }
  for (const { messages } of timelines.values()) messages.forEach((message) => persistence.message(message));
}
