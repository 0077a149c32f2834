import type { ChatRow, TimelineMessage } from '@parley/sdk';
import { Button } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import { useClient } from '../../state/client';
import { useErrorText } from '../../state/use-error-text';
import { isSend } from '../composer/composer-keys';
import { charactersLeft } from '../composer/length';
import { MentionField } from '../composer/mention-field';
import { calledIn, mentionsIn } from '../composer/mention-text';
import { useMentionPicker } from '../composer/use-mention-picker';
import { useAct } from '../group/use-act';
import { editing } from './editing';

/** A message while I edit it, in its place: Enter saves, Escape leaves it as it was. */
export function EditMessage({ row, message, text }: { row: ChatRow; message: TimelineMessage; text: string }) {
  const t = useTranslations('acts');
  const app = useTranslations('app');
  const errorText = useErrorText();
  const client = useClient();
  const field = useRef<HTMLTextAreaElement>(null);
  const composedAt = useRef(-Infinity);
  const picker = useMentionPicker(row, text, calledIn(message.content));
  const { busy, failure, run } = useAct();
  const left = charactersLeft(text);
  const ready = !busy && text.trim() !== '' && (left === null || left >= 0);
  useEffect(() => {
    const element = field.current;
    element?.focus();
    element?.setSelectionRange(element.value.length, element.value.length);
  }, []);
  useEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight}px`;
  }, [text]);
  const save = async (): Promise<void> => {
    const { conversationId, seq } = message;
    if (!ready || seq === null) return;
    const said = text.trim();
    const mentions = mentionsIn(said, picker.known());
    const extras = mentions.length > 0 ? { mentions } : {};
    if (await run(() => client.editMessage({ conversationId, seq }, said, extras))) editing.end();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (picker.onKeyDown(event)) return;
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      editing.end();
    } else if (isSend(event.nativeEvent, performance.now() - composedAt.current)) {
      event.preventDefault();
      void save();
    }
  };
  return (
    <div className="flex flex-col gap-1.5 py-1">
      <div className="relative">
        <MentionField
          field={field}
          picker={picker}
          label={t('editLabel')}
          value={text}
          onChange={(element) => {
            editing.type(element.value);
            picker.onCaret(element);
          }}
          onKeyDown={onKeyDown}
          onCompositionEnd={() => {
            composedAt.current = performance.now();
          }}
          className="max-h-[40dvh] min-h-9 w-full resize-none rounded-control border border-edge bg-surface px-3 py-[7px] text-message outline-none focus:border-accent focus:ring-1 focus:ring-accent"
        />
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <Button kind="primary" size="sm" disabled={!ready} onClick={() => void save()}>
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
    </div>
  );
}
