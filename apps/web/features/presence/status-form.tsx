import { LIMITS, type CustomStatus } from '@parley/contract';
import { current } from '@parley/core';
import { Button } from '@parley/ui';
import { Smile } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useState, type FormEvent } from 'react';
import { untilTime } from '../../i18n/dates';
import { useClient } from '../../state/client';
import { useNow } from '../../state/use-now';
import { useErrorText } from '../../state/use-error-text';
import { useStore } from '../../state/use-store';
import { useAct } from '../group/use-act';
import { EmojiPopover } from '../message-acts/emoji-popover';
import { Notice } from '../shell/notice';
import { UntilSelect } from './until-select';
import { type Ending, endingAt } from './untils';

/** What I say of myself beside my name, and until when. */
export function StatusForm({ onDone }: { onDone: () => void }) {
  const { own } = useStore(useClient().ownPresence);
  const said = current(own?.custom ?? null, useNow());
  // Anew when it was set elsewhere: what stands here is what is so. What else I set beside it takes away nothing that I typed.
  return <Fields key={JSON.stringify(said)} said={said} onDone={onDone} />;
}

function Fields({ said, onDone }: { said: CustomStatus | null; onDone: () => void }) {
  const t = useTranslations('presence');
  const locale = useLocale();
  const now = useNow();
  const client = useClient();
  const errorText = useErrorText();
  const { busy, failure, run } = useAct();
  const [emoji, setEmoji] = useState(said?.emoji ?? null);
  const [text, setText] = useState(said?.text ?? '');
  const kept = said?.until ?? null;
  const [ending, setEnding] = useState<Ending>(kept === null ? null : 'kept');
  const set = async (custom: CustomStatus | null): Promise<void> => {
    if (await run(() => client.ownPresence.set({ custom }))) onDone();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const until = endingAt(ending, kept, client.now());
    void set({ emoji: emoji ?? (text.trim() === '' ? null : '💬'), text: text.trim(), until });
  };
  const isEmpty = emoji === null && text.trim() === '';
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-2">
      {failure && <Notice text={errorText(failure)} />}
      <div className="flex gap-2">
        <EmojiPopover
          onPick={setEmoji}
          trigger={
            <button
              type="button"
              aria-label={t('pickEmoji')}
              className="flex size-10 shrink-0 items-center justify-center rounded-control border border-edge bg-surface text-muted hover:bg-hover"
            >
              {emoji === null ? <Smile aria-hidden size={18} strokeWidth={1.75} /> : <Picked emoji={emoji} />}
            </button>
          }
        />
        <input
          aria-label={t('status')}
          placeholder={t('placeholder')}
          value={text}
          maxLength={LIMITS.statusCodePoints}
          autoComplete="off"
          onChange={(event) => setText(event.target.value)}
          className="h-10 min-w-0 flex-1 rounded-control border border-edge bg-surface px-3 text-list text-text placeholder:text-faint"
        />
      </div>
      <UntilSelect
        value={ending}
        kept={kept === null ? null : t('ends', { when: untilTime(kept, now, locale) })}
        onChange={setEnding}
      />
      <div className="flex justify-end gap-2">
        {said !== null && (
          <Button kind="quiet" disabled={busy} onClick={() => void set(null)}>
            {t('clear')}
          </Button>
        )}
        <Button kind="primary" type="submit" disabled={busy || isEmpty}>
          {t('save')}
        </Button>
      </div>
    </form>
  );
}

function Picked({ emoji }: { emoji: string }) {
  return <span className="font-emoji text-[18px] leading-none">{emoji}</span>;
}
