import type { Scheduled } from '@parley/contract';
import { Button } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState, type SubmitEvent } from 'react';
import { useClient } from '../../state/client';
import { useErrorText } from '../../state/use-error-text';
import { charactersLeft } from '../composer/length';
import { saidAgain } from '../composer/mention-text';
import { useAct } from '../group/use-act';
import { TimeField } from './pick-time';
import { fromField, timeChoices, toField } from './times';

/** Other words or another time. One that was missed is offered the next hour. */
export function EditScheduled({ item, onClose }: { item: Scheduled; onClose: () => void }) {
  const t = useTranslations('scheduled');
  const app = useTranslations('app');
  const acts = useTranslations('acts');
  const errorText = useErrorText();
  const client = useClient();
  const { busy, failure, run } = useAct();
  const field = useRef<HTMLTextAreaElement>(null);
  const before = item.content?.text ?? '';
  const [text, setText] = useState(before);
  const [value, setValue] = useState(() => toField(proposed(item, client.now())));
  useEffect(() => field.current?.focus(), []);
  const sendAt = fromField(value);
  const left = charactersLeft(text);
  const tooLong = left !== null && left < 0;
  const ready = !busy && sendAt !== null && text.trim() !== '' && !tooLong;
  const submit = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    if (!ready || sendAt === null) return;
    const words = text.trim() === before ? {} : saidAgain(text.trim(), item.content);
    // The field has no seconds: untouched, the time stays what it was.
    const time = value === toField(item.sendAt) && item.state === 'waiting' ? {} : { sendAt };
    if (Object.keys({ ...words, ...time }).length === 0) return onClose();
    if (await run(() => client.changeScheduled(item.scheduledId, { ...words, ...time }))) onClose();
  };
  return (
    <li className="py-3">
      <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
        <textarea
          ref={field}
          rows={3}
          aria-label={t('text')}
          value={text}
          onChange={(event) => setText(event.target.value)}
          className="max-h-[30dvh] min-h-9 w-full resize-y rounded-control border border-edge bg-surface px-3 py-[7px] text-message"
        />
        <TimeField value={value} onChange={setValue} error={failure === null ? undefined : errorText(failure)} />
        <div className="flex flex-wrap items-center gap-2">
          <Button type="submit" kind="primary" size="sm" disabled={!ready}>
            {acts('saveEdit')}
          </Button>
          <Button size="sm" onClick={onClose}>
            {app('cancel')}
          </Button>
          {tooLong && <span className="text-meta text-danger">{acts('tooLong')}</span>}
        </div>
      </form>
    </li>
  );
}

function proposed({ state, sendAt }: Scheduled, now: number): number {
  return state === 'waiting' ? sendAt : (timeChoices(now)[0]?.at ?? sendAt);
}
