import type { Me } from '@parley/contract';
import type { TimelineMessage } from '@parley/sdk';
import { SharedState, useShared } from '../../state/shared-state';
import { isGroup } from '../group/kinds';
import type { SteadyChat } from '../../state/steady-chat';

type At = { readonly conversationId: string; readonly seq: number };
type Asked = { readonly at: At | null; readonly open: boolean };

const state = new SharedState<Asked>({ at: null, open: false });

/** Of which message somebody wants to know who has read it; the rows that ask come and go as one scrolls. */
export const askedReaders = {
  open: (at: At): void => state.set({ at, open: true }),
  /** What was shown stays drawn while the dialog goes. */
  close: (): void => state.set({ ...state.current, open: false }),
};

export function useAskedReaders(): Asked {
  return useShared(state, (current) => current);
}

/** Whether this person tells and is told; what an older server doesn't say is not shown. */
export function seesReaders({ receipts }: Pick<Me, 'receipts'>): boolean {
  return receipts !== undefined && (receipts.policy === 'must' || (receipts.policy === 'on' && receipts.shown));
}

/** In a group, of what stands in its flow: how far somebody has read a thread is not told. */
export function hasReaders(row: SteadyChat, me: Pick<Me, 'receipts'>, message: TimelineMessage): boolean {
  return seesReaders(me) && isGroup(row) && message.seq !== null && message.thread === null;
}
