import { MergedContent } from '@parley/contract';
import type { ChatRow, TimelineMessage } from '@parley/sdk';
import { useLocale, useTranslations } from 'next-intl';
import { momentTime } from '../../i18n/dates';
import { useGroupNameOf } from '../../state/names';
import { isGroup } from '../group/kinds';
import type { Selection } from './forwards';

/** Who said what and when, one under the other as they stand in the chat, as a text to be pasted anywhere. */
export function useSelectedText(row: ChatRow): (selection: Selection) => string {
  const group = useTranslations('group');
  const locale = useLocale();
  const nameOf = useGroupNameOf(isGroup(row) ? row.conversationId : null);
  const textOf = useWholeText();
  const said = (message: TimelineMessage): string => {
    const name = message.senderId === row.peer?.userId ? row.peer.name : nameOf(message.senderId);
    return `${name ?? group('somebody')}  ${momentTime(message.at, locale)}\n${textOf(message)}`;
  };
  return (selection) => inOrder(selection).map(said).join('\n\n');
}

export function inOrder(selection: Selection): TimelineMessage[] {
  return [...selection].sort(([a], [b]) => a - b).map(([, message]) => message);
}

function useWholeText(): (message: TimelineMessage) => string {
  const t = useTranslations('forward');
  const group = useTranslations('group');
  return ({ content }) => {
    const merged = MergedContent.safeParse(content);
    if (!merged.success) return content.text ?? '';
    const { items } = merged.data;
    const lines = items.map(({ name, text }) => t('line', { name: name === '' ? group('somebody') : name, text }));
    return [t('card', { count: items.length }), ...lines].join('\n');
  };
}
