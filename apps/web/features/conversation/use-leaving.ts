import type { ChatRow } from '@parley/sdk';
import { useTranslations } from 'next-intl';
import { useLayoutEffect, useRef } from 'react';
import { dropChat } from '../../state/location';
import { isGroup } from '../group/kinds';
import { tellNotice } from '../../state/notice';

/** A group that was open and is mine no more, by my own act or another's: it closes, and a sentence says so. */
export function useLeaving(row: ChatRow | undefined, loaded: boolean): void {
  const t = useTranslations('group');
  const known = useRef<string | null>(null);
  useLayoutEffect(() => {
    if (row) {
      known.current = isGroup(row) ? row.name : null;
    } else if (loaded && known.current !== null) {
      tellNotice(t('gone', { name: known.current }));
      known.current = null;
      dropChat();
    }
  }, [row, loaded, t]);
}
