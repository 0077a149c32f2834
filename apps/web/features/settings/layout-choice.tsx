import type { Preferences } from '@parley/contract';
import { cx } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { useSetPreferences } from '../../state/own-preferences';
import { usePreferences } from '../../state/preferences';

const LAYOUTS = ['rows', 'bubbles'] as const satisfies readonly Preferences['layout'][];

/** How messages stand, each option with a picture of it. */
export function LayoutChoice() {
  const t = useTranslations('settings');
  const set = useSetPreferences();
  const { layout = 'rows' } = usePreferences();
  const id = useId();
  return (
    <div className="flex flex-col gap-1.5">
      <span id={id} className="text-meta font-medium text-muted">
        {t('layout')}
      </span>
      <div role="radiogroup" aria-labelledby={id} className="grid grid-cols-2 gap-3">
        {LAYOUTS.map((option) => (
          <label
            key={option}
            className="relative flex flex-col gap-2 rounded-card border border-line p-2 text-muted transition-colors ease-out hover:border-edge has-checked:border-accent has-checked:ring-1 has-checked:ring-accent has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
          >
            {/* Over its whole field: what is pressed is the radio itself. */}
            <input
              type="radio"
              name={id}
              value={option}
              checked={option === layout}
              aria-describedby={`${id}-${option}`}
              aria-labelledby={`${id}-${option}-name`}
              onChange={() => set({ layout: option })}
              className="absolute inset-0 m-0 cursor-pointer appearance-none outline-none forced-colors:rounded-card forced-colors:border forced-colors:checked:border-2"
            />
            <Picture bubbles={option === 'bubbles'} />
            <span className="flex flex-col px-1 pb-0.5">
              <span
                id={`${id}-${option}-name`}
                className={cx('text-list', option === layout ? 'font-medium text-accent' : 'text-text')}
              >
                {t(option)}
              </span>
              <span id={`${id}-${option}`} className="text-meta">
                {t(`${option}Hint`)}
              </span>
            </span>
          </label>
        ))}
      </div>
    </div>
  );
}

type Drawn = { readonly mine: boolean; readonly lead: boolean; readonly width: string };

/** A few lines of a chat, without words. */
const SAID: readonly Drawn[] = [
  { mine: false, lead: true, width: 'w-20' },
  { mine: false, lead: false, width: 'w-12' },
  { mine: true, lead: true, width: 'w-16' },
];

function Picture({ bubbles }: { bubbles: boolean }) {
  return (
    <span aria-hidden className="flex h-24 flex-col justify-center gap-1.5 rounded-control bg-bg px-3">
      {SAID.map((said, index) => (bubbles ? <Bubble key={index} {...said} /> : <Row key={index} {...said} />))}
    </span>
  );
}

function Row({ mine, lead, width }: Drawn) {
  return (
    <span className="flex gap-1.5">
      <Dot mine={mine} shown={lead} />
      <span className="flex flex-col gap-1 pt-0.5">
        {lead && <span className="h-1 w-8 rounded-full bg-edge" />}
        <span className={cx('h-1.5 rounded-full bg-line', width)} />
      </span>
    </span>
  );
}

function Bubble({ mine, lead, width }: Drawn) {
  return (
    <span className={cx('flex gap-1.5', mine && 'justify-end')}>
      {!mine && <Dot mine={mine} shown={lead} />}
      <span
        className={cx('flex h-4.5 max-w-full items-center rounded-[5px] px-1.5', mine ? 'bg-accent-soft' : 'bg-hover')}
      >
        <span className={cx('h-1 rounded-full', width, mine ? 'bg-accent' : 'bg-edge')} />
      </span>
    </span>
  );
}

function Dot({ mine, shown }: { mine: boolean; shown: boolean }) {
  return <span className={cx('size-4 shrink-0 rounded-full', shown && (mine ? 'bg-accent' : 'bg-edge'))} />;
}
