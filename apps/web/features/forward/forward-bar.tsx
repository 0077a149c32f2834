import { LIMITS } from '@parley/contract';
import { Button } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import type { ForwardState, Selection } from './use-forward';

/** In the place of the field while messages are selected. */
export function ForwardBar({ selection, state }: { selection: Selection; state: ForwardState }) {
  const t = useTranslations('forward');
  const app = useTranslations('app');
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => bar.current?.focus(), []);
  const messages = [...selection.values()];
  const count = messages.length;
  const tooMany = count > LIMITS.forwardItems;
  const disabled = count === 0 || tooMany;
  const forward = (merged: boolean): void => {
    if (!disabled) state.forward({ messages, merged });
  };
  return (
    <div
      ref={bar}
      role="toolbar"
      aria-label={t('select')}
      tabIndex={-1}
      onKeyDown={(event) => event.key === 'Escape' && state.end()}
      className="mx-3 mb-6 flex shrink-0 flex-wrap items-center gap-2 rounded-card border border-line bg-surface p-2 outline-none panes:mx-5"
    >
      <p role="status" className="min-w-24 flex-1 pl-2 text-list text-muted">
        {tooMany ? t('tooMany', { count: LIMITS.forwardItems }) : t('selected', { count })}
      </p>
      <Button onClick={state.end}>{app('cancel')}</Button>
      <Button aria-disabled={disabled} onClick={() => forward(false)}>
        {t('oneByOne')}
      </Button>
      <Button kind="primary" aria-disabled={disabled} onClick={() => forward(true)}>
        {t('asOne')}
      </Button>
    </div>
  );
}
