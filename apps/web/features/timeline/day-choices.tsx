import { Button, TextField } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { type SubmitEvent, useState } from 'react';
import { useNow } from '../../state/use-now';
import { DAYS, dayOfChoice, fromDateField, toDateField } from './days';
import { requestEnd } from './end-requests';
import { useGoToDay } from './use-go-to-day';

type Props = { conversationId: string; onGo: () => void };

const ROW = '-mx-2 flex h-9 items-center rounded-control px-2 text-left text-list hover:bg-hover';

/** Where one may want to go in a timeline. */
export function DayChoices({ conversationId, onGo }: Props) {
  const t = useTranslations('dates');
  const now = useNow();
  const goTo = useGoToDay(conversationId);
  const [date, setDate] = useState('');
  const chosen = fromDateField(date);
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (chosen === null) return;
    onGo();
    goTo(chosen);
  };
  const choices = [
    { key: 'newest', go: () => requestEnd(null) },
    ...DAYS.map((key) => ({ key, go: () => goTo(dayOfChoice(key, now)) })),
    { key: 'beginning', go: () => goTo(null) },
  ] as const;
  return (
    <>
      <ul className="flex flex-col">
        {choices.map(({ key, go }) => (
          <li key={key} className="flex flex-col">
            <button
              type="button"
              className={ROW}
              onClick={() => {
                onGo();
                go();
              }}
            >
              {t(key)}
            </button>
          </li>
        ))}
      </ul>
      <form onSubmit={submit} className="flex items-end gap-2 border-t border-line pt-3">
        <TextField
          label={t('date')}
          type="date"
          required
          max={toDateField(now)}
          value={date}
          onChange={(event) => setDate(event.target.value)}
          className="min-w-0 flex-1"
        />
        <Button type="submit" kind="primary" disabled={chosen === null}>
          {t('go')}
        </Button>
      </form>
    </>
  );
}
