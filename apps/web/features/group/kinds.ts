import type { ChatRow } from '@parley/sdk';

/** What has members, roles and rules: everything but a chat of two, or with oneself. */
export function isGroup({ kind }: Pick<ChatRow, 'kind'>): boolean {
  return kind === 'group' || kind === 'channel';
}
