import { RecalledContent } from '@parley/contract';
import { useTranslations } from 'next-intl';
import { useCallback } from 'react';
import { useMe } from '../../state/client';
import { useSpokenNameOf } from '../../state/names';

type Told = { readonly senderId: string; readonly content: { readonly type: string } };

/** Who took a message back, as a sentence; null: it was not recalled. */
export function useRecalledText(): (message: Told) => string | null {
  const t = useTranslations('acts');
  const me = useMe();
  const nameOf = useSpokenNameOf();
  return useCallback(
    ({ senderId, content }) => {
      // Nearly nothing is recalled: its type says so sooner than a schema that it fails.
      if (content.type !== 'recalled') return null;
      const recalled = RecalledContent.safeParse(content);
      if (!recalled.success) return null;
      const { by } = recalled.data;
      if (by === me.userId) return t('recalledByMe');
      return by === senderId ? t('recalledBySender', { name: nameOf(by) }) : t('recalledByAdmin', { name: nameOf(by) });
    },
    [me.userId, nameOf, t],
  );
}
