import type { ChatRow } from '@parley/sdk';
import { useTranslations } from 'next-intl';
import type { group } from '../../i18n/en-groups';
import { isGroup } from './kinds';

type Text = (key: keyof typeof group, values?: Readonly<Record<string, string | number>>) => string;

/** What is said of a group, or in the words of a channel, of one. */
export function useGroupText({ kind }: Pick<ChatRow, 'kind'>): Text {
  const t = useTranslations('group') as Text;
  return (key, values) => t(key, { ...values, kind: isGroup({ kind }) ? kind : 'group' });
}
