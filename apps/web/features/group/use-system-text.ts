import { useLocale, useTranslations } from 'next-intl';
import { useCallback } from 'react';
import { useMe } from '../../state/client';
import { useKindOf } from '../../state/kinds';
import { useGroupNameOf, useNameOf } from '../../state/names';
import { systemSentence, type Sentence, type Told } from './system-sentence';

/**
 * System messages as sentences for whoever is signed in here. People are called as in that group; with null, where many groups
 * are told of at once, by their own names.
 */
export function useSystemText(groupId: string | null): (message: Told) => Sentence | null {
  const t = useTranslations('system');
  const locale = useLocale();
  const { userId: myId } = useMe();
  const ownNameOf = useNameOf();
  const nameOf = useGroupNameOf(groupId);
  const kindOf = useKindOf();
  return useCallback(
    (message) => systemSentence(message, { t, locale, myId, kind: kindOf(message.conversationId), nameOf, ownNameOf }),
    [kindOf, locale, myId, nameOf, ownNameOf, t],
  );
}
