import { cx, Popover } from '@parley/ui';
import { CalendarDays } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { dayLabel } from '../../i18n/dates';
import { DayChoices } from './day-choices';

export type DayPillProps = {
  at: number;
  now: number;
  /** Where one can go from here; null: it only says the day, as in a thread. */
  conversationId: string | null;
};

const PILL = 'rounded-full border border-line bg-surface px-2.5 py-0.5 text-meta font-medium text-muted';

/** A day, centred between its messages. */
export function DayPill({ at, now, conversationId }: DayPillProps) {
  const locale = useLocale();
  return (
    <div className="flex justify-center py-2.5">
      {conversationId === null ? (
        <span className={PILL}>{dayLabel(at, now, locale)}</span>
      ) : (
        <DayButton at={at} now={now} conversationId={conversationId} tabIndex={-1} />
      )}
    </div>
  );
}

type FloatingDayProps = Omit<DayPillProps, 'conversationId'> & { conversationId: string; hidden: boolean };

/**
 * The day of what is at the top of the screen. The keys always find it; where the day stands between the messages already, it is seen
 * only while it has the focus.
 */
export function FloatingDay({ hidden, ...day }: FloatingDayProps) {
  return (
    <div
      className={cx(
        'pointer-events-none absolute inset-x-0 top-2.5 z-10 flex justify-center',
        hidden && 'opacity-0 focus-within:opacity-100 has-data-popup-open:opacity-100',
      )}
    >
      <DayButton {...day} className={cx(!hidden && 'pointer-events-auto')} />
    </div>
  );
}

type DayButtonProps = Omit<DayPillProps, 'conversationId'> & {
  conversationId: string;
  className?: string;
  tabIndex?: number;
};

function DayButton({ at, now, conversationId, className, tabIndex }: DayButtonProps) {
  const t = useTranslations('dates');
  const locale = useLocale();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  // To where one went, which the keys then go on from; the button may be gone by then.
  const went = useRef(false);
  const day = dayLabel(at, now, locale);
  return (
    <Popover
      trigger={
        <button
          ref={button}
          type="button"
          tabIndex={tabIndex}
          aria-label={t('open', { day })}
          className={cx(PILL, 'inline-flex items-center gap-1 hover:bg-hover hover:text-text', className)}
        >
          {day}
          <CalendarDays aria-hidden size={12} strokeWidth={2} className="-mr-0.5 shrink-0" />
        </button>
      }
      title={t('title')}
      side="bottom"
      align="center"
      open={open}
      onOpenChange={(next) => {
        went.current = false;
        setOpen(next);
      }}
      finalFocus={() => (went.current ? document.querySelector<HTMLElement>('main [role=log]') : button.current)}
    >
      <DayChoices
        conversationId={conversationId}
        onGo={() => {
          went.current = true;
          setOpen(false);
        }}
      />
    </Popover>
  );
}
