import { Keyword, LIMITS, type NotificationSettings } from '@parley/contract';
import { Button, IconButton, TextField } from '@parley/ui';
import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState, type SubmitEvent } from 'react';
import type { Save } from './use-save';

type Props = { settings: NotificationSettings; save: Save['save']; busy: boolean };

/** Words that notify like a mention. */
export function Keywords({ settings: { keywords }, save, busy }: Props) {
  const t = useTranslations('notifications');
  const [word, setWord] = useState('');
  const app = useTranslations('app');
  const isBlank = word.trim() === '';
  const isFit = isBlank || Keyword.safeParse(word).success;
  const isFull = keywords.length >= LIMITS.keywords;
  const add = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const fresh = word.trim();
    if (isBlank || !isFit || isFull) return;
    if (await save({ keywords: [...keywords, fresh] })) setWord('');
  };
  return (
    <section aria-label={t('keywords')} className="flex flex-col gap-2">
      <h3 className="text-meta font-medium text-muted">{t('keywords')}</h3>
      {keywords.length > 0 && (
        <ul className="flex flex-wrap gap-1.5">
          {keywords.map((one) => (
            <li key={one} className="flex max-w-full items-center rounded-full bg-bg pl-3 text-list">
              <span className="min-w-0 truncate">{one}</span>
              <IconButton
                icon={X}
                label={t('remove', { word: one })}
                className="!size-7 !rounded-full"
                onClick={() => void save({ keywords: keywords.filter((kept) => kept !== one) })}
              />
            </li>
          ))}
        </ul>
      )}
      <form className="flex items-end gap-2" onSubmit={(event) => void add(event)}>
        <TextField
          label={t('keyword')}
          className="min-w-0 flex-1"
          value={word}
          maxLength={LIMITS.keywordCodePoints}
          disabled={isFull}
          autoComplete="off"
          onChange={(event) => setWord(event.target.value)}
        />
        <Button type="submit" className="h-10" disabled={busy || isFull || isBlank || !isFit}>
          {t('add')}
        </Button>
      </form>
      {isFit ? (
        <p className="text-meta text-muted">{isFull ? t('full', { max: LIMITS.keywords }) : t('keywordsHint')}</p>
      ) : (
        <p role="alert" className="text-meta text-danger">
          {app('unfit')}
        </p>
      )}
    </section>
  );
}
