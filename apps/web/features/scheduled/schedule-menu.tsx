import type { ChatRow } from '@parley/sdk';
import { IconButton, Menu, type MenuItem } from '@parley/ui';
import { CalendarClock } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { clockTime } from '../../i18n/time';
import { tellNotice } from '../../state/notice';
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
  row: ChatRow;
  /** What is written, or null while it can't be sent. */
  said: Said | null;
  onScheduled: () => void;
};

/** Beside Send: when else what is written may be sent, and the way to what is scheduled already. */
export function ScheduleMenu({ row, said, onScheduled }: Props) {
  const t = useTranslations('scheduled');
  const errorText = useErrorText();
  const locale = useLocale();
  const now = useNow();
  const [open, setOpen] = useState<'pick' | 'list' | null>(null);
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
  const items: Item[] = said === null ? [list] : [...times, { key: 'pick', label: t('pick') }, list];
  const choose = ({ key, at }: Item): void => {
    if (key === 'pick' || key === 'list') setOpen(key);
    else if (said !== null && at !== undefined) question.guard(said.mentions ?? [], () => void schedule(said, key, at));
  };
  return (
    <>
      <Menu
        trigger={<IconButton icon={CalendarClock} label={t('menu')} side="top" />}
        items={items}
        onChoose={choose}
      />
      {said !== null && (
        <PickTime
          open={open === 'pick'}
          onOpenChange={(next) => setOpen(next ? 'pick' : null)}
          row={row}
          said={said}
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
