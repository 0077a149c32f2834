import { useLocale, useTranslations } from 'next-intl';
import { useCallback } from 'react';
import { useMe } from '../../state/client';
import { useNameOf } from '../../state/names';
import { systemSentence, type Sentence, type Told } from './system-sentence';

/** System messages as sentences for whoever is signed in here. */
export function useSystemText(): (message: Told) => Sentence | null {
  const t = useTranslations('system');
  const locale = useLocale();
  const { userId: myId } = useMe();
  const nameOf = useNameOf();
  return useCallback((message) => systemSentence(message, { t, locale, myId, nameOf }), [locale, myId, nameOf, t]);
}
