import { ForwardContent, MergedContent } from '@parley/contract';
import type { TimelineMessage } from '@parley/sdk';
import { Button, cx } from '@parley/ui';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { useRecalledText } from '../message-acts/use-recalled-text';
import { ForwardedBy, MergedCard } from './forwarded';
import { fold } from './long-text';
import { MarkdownView } from './markdown-view';
import type { MentionData } from './mention-view';
import { isJumbo, languageOf } from './message-language';

/** What was said. */
export function MessageText({ message }: { message: TimelineMessage }) {
  const t = useTranslations('timeline');
  const recalled = useRecalledText()(message);
  const { content } = message;
  if (recalled !== null) return <p className="text-message text-muted italic">{recalled}</p>;
  if (content.type === 'text') return <Text text={content.text ?? ''} mentions={content.mentions ?? NOBODY} />;
  const merged = MergedContent.safeParse(content);
  if (merged.success) return <MergedCard items={merged.data.items} />;
  const forward = ForwardContent.safeParse(content);
  if (forward.success) {
    return (
      <>
        <ForwardedBy forwarded={forward.data.forwarded} />
        <Text text={forward.data.text} mentions={NOBODY} />
      </>
    );
  }
  return <p className="text-message text-muted italic">{t('unknown')}</p>;
}

const NOBODY: readonly MentionData[] = [];

function Text({ text, mentions }: { text: string; mentions: readonly MentionData[] }) {
  const t = useTranslations('timeline');
  const pageLanguage = useLocale();
  const [open, setOpen] = useState(false);
  const folded = fold(text);
  const language = languageOf(text);
  return (
    <>
      <div
        lang={language === null || language === pageLanguage ? undefined : language}
        className={cx(
          'said whitespace-pre-wrap',
          isJumbo(text) ? 'py-1 text-[30px] leading-10' : 'text-message',
          folded !== null && !open && 'fade-end max-h-[33rem]',
        )}
      >
        <MarkdownView text={folded === null || open ? text : folded.head} mentions={mentions} />
      </div>
      {folded !== null && (
        <Button kind="link" size="text" className="py-1" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? t('showLess') : folded.lines > 1 ? t('showAll', { lines: folded.lines }) : t('showAllLong')}
        </Button>
      )}
    </>
  );
}
