import type { PersonalChange } from '@parley/contract';
import type { ChatRow } from '@parley/sdk';
import { useCallback } from 'react';
import { useClient } from '../../state/client';
import { closeChat } from '../../state/location';
import { tellFailure } from '../../state/notice';
import { muteUntil, type ChatAct } from './chat-acts';

type Done = Exclude<ChatAct, 'level'>;

/** Does it, and says so when it could not be done. */
export function useChatAct(current: string | null): (row: ChatRow, act: Done) => Promise<void> {
  const client = useClient();
  return useCallback(
    async (row: ChatRow, act: Done): Promise<void> => {
      const { conversationId } = row;
      const set = (change: PersonalChange): Promise<unknown> => client.setPersonal(conversationId, change);
      const run: Record<Done, () => Promise<unknown>> = {
        pin: () => set({ pinned: true }),
        unpin: () => set({ pinned: false }),
        muteHour: () => set({ muteUntil: muteUntil('muteHour', client.now()) }),
        muteDay: () => set({ muteUntil: muteUntil('muteDay', client.now()) }),
        muteAlways: () => set({ muteUntil: muteUntil('muteAlways', client.now()) }),
        unmute: () => set({ muteUntil: null }),
        markUnread: () => client.markUnread(conversationId),
        // What was said since the menu was drawn is read, too.
        markRead: async () =>
          client.markRead(conversationId, (client.row(conversationId).getSnapshot() ?? row).head.seq),
        hide: () => client.hide(conversationId),
      };
      // Whoever goes on looking at it would read it, and bring it back, at once.
      if (conversationId === current && (act === 'markUnread' || act === 'hide')) closeChat();
      try {
        await run[act]();
      } catch (error) {
        tellFailure(error);
      }
    },
    [client, current],
  );
}
