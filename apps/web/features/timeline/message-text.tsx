import type { TimelineMessage } from '@parley/sdk';
import { Button, cx } from '@parley/ui';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { useRecalledText } from '../message-acts/use-recalled-text';
import { withLinks } from './links';
import { fold } from './long-text';
import { isJumbo, languageOf } from './message-language';

/** What was said, as plain text: React escapes it, so nothing in it is ever markup. */
export function MessageText({ message }: { message: TimelineMessage }) {
  const t = useTranslations('timeline');
  const recalled = useRecalledText()(message);
  const { content } = message;
  if (recalled !== null) return <p className="text-message text-muted italic">{recalled}</p>;
  if (content.type !== 'text') return <p className="text-message text-muted italic">{t('unknown')}</p>;
  return <Text text={content.text ?? ''} />;
}

function Text({ text }: { text: string }) {
  const t = useTranslations('timeline');
  const pageLanguage = useLocale();
  const [open, setOpen] = useState(false);
  const folded = fold(text);
  const language = languageOf(text);
  return (
    <>
      <p
        lang={language === null || language === pageLanguage ? undefined : language}
        dir="auto"
        className={cx(
          'wrap-anywhere whitespace-pre-wrap [unicode-bidi:plaintext]',
          isJumbo(text) ? 'py-1 text-[30px] leading-10' : 'text-message',
          folded !== null && !open && 'fade-end',
        )}
      >
        <Linked text={folded === null || open ? text : folded.head} />
      </p>
      {folded !== null && (
        <Button kind="link" size="text" className="py-1" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? t('showLess') : folded.lines > 1 ? t('showAll', { lines: folded.lines }) : t('showAllLong')}
        </Button>
      )}
    </>
  );
}

/** Addresses open elsewhere, and the page they open learns nothing of this one. */
function Linked({ text }: { text: string }) {
  return withLinks(text).map(({ text: part, href }, index) =>
    href === null ? (
      part
    ) : (
      <a
        // The parts of a text never change their order.
        key={index}
        href={href}
        target="_blank"
        rel="noopener noreferrer"
        className="text-accent underline decoration-transparent underline-offset-2 hover:decoration-current"
      >
        {part}
      </a>
    ),
  );
}
