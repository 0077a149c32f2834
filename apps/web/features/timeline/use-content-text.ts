import type { Content } from '@parley/contract';
import { useTranslations } from 'next-intl';
import { previewOf } from '../chat-list/preview';

/** What somebody said as one short line; null for what this page can't say. */
export function useContentText(): (content: Content) => string | null {
  const t = useTranslations('forward');
  return ({ type, text = '' }) => {
    if (type === 'text') return previewOf(text);
    if (type === 'forward') return t('preview', { text: previewOf(text) });
    return type === 'merged' ? t('cardPreview') : null;
  };
}
