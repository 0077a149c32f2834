import type { Mention } from '@parley/contract';
import { callsAll } from '@parley/core';
import type { TimelineMessage } from '@parley/sdk';
import { Button } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { useClient } from '../../state/client';
import { useErrorText } from '../../state/use-error-text';
import { CallQuestion } from '../composer/call-question';
import { isSend } from '../composer/composer-keys';
import type { Field } from '../composer/field';
import { charactersLeft } from '../composer/length';
import { MentionField } from '../composer/mention-field';
import { calledIn, mentionsIn } from '../composer/mention-text';
import { useCallQuestion } from '../composer/use-call-question';
import { type MentionPicker, useMentionPicker } from '../composer/use-mention-picker';
import { useAct } from '../group/use-act';
import { editedText, editing } from './editing';
import type { SteadyChat } from '../../state/steady-chat';

type Edit = { row: SteadyChat; message: TimelineMessage; text: string };

/** Stores what was typed, once it is sure that whoever it newly calls is meant. */
function useSaving({ row, message, text, picker }: Edit & { picker: MentionPicker }) {
  const client = useClient();
  const question = useCallQuestion(row);
  const { busy, failure, run } = useAct();
  const left = charactersLeft(text);
  const ready = !busy && text.trim() !== '' && (left === null || left >= 0);
  const store = async (said: string, mentions: Mention[]): Promise<void> => {
    const { conversationId, seq } = message;
    const extras = mentions.length > 0 ? { mentions } : {};
    if (seq !== null && (await run(() => client.editMessage({ conversationId, seq }, said, extras)))) editing.end();
  };
  const save = (): void => {
    if (!ready) return;
    const said = text.trim();
    const mentions = mentionsIn(said, picker.known());
    // Who was called before is not called again.
    question.guard(callsAll({ content: message.content }) ? [] : mentions, () => void store(said, mentions));
  };
  return { left, ready, failure, question, save };
}

/** A message while I edit it, in its place: Enter saves, Escape leaves it as it was. */
export function EditMessage({ row, message, text }: Edit) {
  const t = useTranslations('acts');
  const app = useTranslations('app');
  const errorText = useErrorText();
  const field = useRef<Field>(null);
  const composedAt = useRef(-Infinity);
  const picker = useMentionPicker(row, text.includes('@'), calledIn(message.content));
  const { left, ready, failure, question, save } = useSaving({ row, message, text, picker });
  useEffect(() => field.current?.focus('end'), []);
  const onKeyDown = (event: KeyboardEvent): boolean => {
    if (event.isComposing) return false;
    if (event.key === 'Escape') editing.end();
    else if (isSend(event, performance.now() - composedAt.current)) save();
    else return false;
    event.preventDefault();
    return true;
  };
  return (
    <div className="flex flex-col gap-1.5 py-1">
      <div className="relative">
        <MentionField
          field={field}
          picker={picker}
          label={t('editLabel')}
          typed={editedText}
          onChange={editing.type}
          onKeyDown={onKeyDown}
          onCompositionEnd={() => {
            composedAt.current = performance.now();
          }}
          className="max-h-[40dvh] min-h-9 w-full resize-none rounded-control border border-edge bg-surface px-3 py-[7px] text-message outline-none focus:border-accent focus:ring-1 focus:ring-accent"
        />
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <Button kind="primary" size="sm" disabled={!ready} onClick={save}>
          {t('saveEdit')}
        </Button>
        <Button size="sm" onClick={() => editing.end()}>
          {app('cancel')}
        </Button>
        {left !== null && left < 0 && <span className="text-meta text-danger">{t('tooLong')}</span>}
        {failure && (
          <span role="alert" className="text-meta text-danger">
            {errorText(failure)}
          </span>
        )}
      </div>
      <CallQuestion question={question} />
    </div>
  );
}
