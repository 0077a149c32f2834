import { IconButton, Menu, type MenuItem } from '@parley/ui';
import { CalendarClock } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { clockTime } from '../../i18n/time';
import { tellNotice } from '../../state/notice';
import type { SteadyChat } from '../../state/steady-chat';
import { useErrorText } from '../../state/use-error-text';
import { useNow } from '../../state/use-now';
import { CallQuestion } from '../composer/call-question';
import type { Said } from '../composer/mention-text';
import { useCallQuestion } from '../composer/use-call-question';
import { PickTime } from './pick-time';
import { ScheduledDialog } from './scheduled-dialog';
import { timeChoices } from './times';
import { useSchedule } from './use-schedule';

type Item = MenuItem & { readonly at?: number };
type Props = {
  row: SteadyChat;
  /** Whether what is written can be sent. */
  sendable: boolean;
  /** What is written, or null while it can't be sent; asked when it is wanted, so that no key draws this. */
  said: () => Said | null;
  onScheduled: () => void;
};

/** Beside Send: when else what is written may be sent, and the way to what is scheduled already. */
export function ScheduleMenu({ row, sendable, said, onScheduled }: Props) {
  const t = useTranslations('scheduled');
  const errorText = useErrorText();
  const locale = useLocale();
  const now = useNow();
  const [open, setOpen] = useState<'pick' | 'list' | null>(null);
  const [picked, setPicked] = useState<Said | null>(null);
  const { failure, schedule } = useSchedule(row.conversationId, onScheduled);
  const question = useCallQuestion(row);
  useEffect(() => {
    if (failure !== null) tellNotice(errorText(failure));
  }, [failure, errorText]);
  const times = timeChoices(now).map(({ key, at }): Item => ({
    key,
    at,
    label: t(key, { time: clockTime(at, locale) }),
  }));
  const list: Item = { key: 'list', label: t('title') };
  const items: Item[] = sendable ? [...times, { key: 'pick', label: t('pick') }, list] : [list];
  const choose = ({ key, at }: Item): void => {
    const words = said();
    if (key === 'pick') setPicked(words);
    if (key === 'pick' || key === 'list') setOpen(key);
    else if (words !== null && at !== undefined)
      question.guard(words.mentions ?? [], () => void schedule(words, key, at));
  };
  return (
    <>
      <Menu
        trigger={<IconButton icon={CalendarClock} label={t('menu')} side="top" />}
        items={items}
        onChoose={choose}
      />
      {picked !== null && (
        <PickTime
          open={open === 'pick'}
          onOpenChange={(next) => setOpen(next ? 'pick' : null)}
          row={row}
          said={picked}
          onScheduled={onScheduled}
        />
      )}
      <CallQuestion question={question} />
      <ScheduledDialog
        open={open === 'list'}
        onOpenChange={(next) => setOpen(next ? 'list' : null)}
        conversationId={null}
      />
    </>
  );
}
