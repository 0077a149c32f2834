import { LIMITS } from '@parley/contract';
import type { ChatRow } from '@parley/sdk';
import { useTranslations } from 'next-intl';
import { useClient } from '../../state/client';
import { tellNotice } from '../../state/notice';
import { shownError, useErrorText } from '../../state/use-error-text';
import { forwards, type Selection } from './forwards';
import { useSelectedText } from './use-selected-text';

export type SelectedActs = { readonly copy: () => void; readonly hide: () => void };

/** What can be done to all that is selected but forwarding it. What fails is told, and stays selected. */
export function useSelectedActs(row: ChatRow, selection: Selection): SelectedActs {
  const t = useTranslations('forward');
  const client = useClient();
  const errorText = useErrorText();
  const textOf = useSelectedText(row);
  const count = selection.size;
  const attempt = (act: Promise<unknown>, done: string): void => {
    act.then(
      () => {
        forwards.end();
        tellNotice(done);
      },
      (error: unknown) => tellNotice(errorText(shownError(error))),
    );
  };
  const hideAll = async (): Promise<void> => {
    const seqs = [...selection.keys()];
    for (let from = 0; from < seqs.length; from += LIMITS.hidePerCall) {
      await client.hideMessages(row.conversationId, seqs.slice(from, from + LIMITS.hidePerCall));
    }
  };
  return {
    copy: () => attempt(navigator.clipboard.writeText(textOf(selection)), t('copied', { count })),
    hide: () => attempt(hideAll(), t('hidden', { count })),
  };
}
