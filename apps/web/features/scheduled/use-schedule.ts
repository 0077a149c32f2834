import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import { useClient } from '../../state/client';
import { tellNotice } from '../../state/notice';
import type { Said } from '../composer/mention-text';
import { useAct, type Act } from '../group/use-act';
import { useWhen } from './use-when';

type Try = { readonly of: string; readonly sendAt: number; readonly key: string };

/** Schedules what is written. The same words for the same choice, tried again after a lost answer, are the same message. */
export function useSchedule(
  conversationId: string,
  onDone: () => void,
): Pick<Act, 'busy' | 'failure'> & { schedule: (said: Said, choice: string, sendAt: number) => Promise<boolean> } {
  const t = useTranslations('scheduled');
  const client = useClient();
  const when = useWhen();
  const { busy, failure, run } = useAct();
  const last = useRef<Try | null>(null);
  const schedule = async (said: Said, choice: string, sendAt: number): Promise<boolean> => {
    const of = `${choice} ${JSON.stringify(said)}`;
    const known = last.current?.of === of ? last.current : { of, sendAt, key: `c_${crypto.randomUUID()}` };
    last.current = known;
    const done = await run(() => client.schedule(conversationId, { ...said, sendAt: known.sendAt, key: known.key }));
    if (!done) return false;
    last.current = null;
    tellNotice(t('done', { when: when(known.sendAt) }));
    onDone();
    return true;
  };
  return { busy, failure, schedule };
}
