import type { Content } from '@parley/contract';
import { useTranslations } from 'next-intl';
import { previewOf } from '../chat-list/preview';
import { useRecalledText } from '../message-acts/use-recalled-text';

type Said = { readonly senderId: string; readonly content: Content };

/** What somebody said, or that it was taken back, as one short line; null for what this page can't say. */
export function useContentText(): (message: Said) => string | null {
  const t = useTranslations('forward');
  const recalledText = useRecalledText();
  return (message) => {
    const { type, text = '' } = message.content;
    if (type === 'text') return previewOf(text);
    if (type === 'forward') return t('preview', { text: previewOf(text) });
    return type === 'merged' ? t('cardPreview') : recalledText(message);
  };
}
