import { LIMITS } from '@parley/contract';
import { Button } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { forwards, type Selection } from './forwards';

/** In the place of the field while messages are selected. */
export function ForwardBar({ selection }: { selection: Selection }) {
  const t = useTranslations('forward');
  const app = useTranslations('app');
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => bar.current?.focus(), []);
  const messages = [...selection.values()];
  const count = messages.length;
  const tooMany = count > LIMITS.forwardItems;
  const disabled = count === 0 || tooMany;
  const forward = (merged: boolean): void => {
    if (!disabled) forwards.forward({ messages, merged });
  };
  return (
    <div
      ref={bar}
      role="toolbar"
      aria-label={t('select')}
      tabIndex={-1}
      onKeyDown={(event) => event.key === 'Escape' && forwards.end()}
      className="mx-3 mb-6 flex shrink-0 flex-wrap items-center gap-2 rounded-card border border-line bg-surface p-2 outline-none panes:mx-5"
    >
      <p role="status" className="min-w-24 flex-1 pl-2 text-list text-muted">
        {tooMany ? t('tooMany', { count: LIMITS.forwardItems }) : t('selected', { count })}
      </p>
      <Button onClick={forwards.end}>{app('cancel')}</Button>
      <Button aria-disabled={disabled} onClick={() => forward(false)}>
        {t('oneByOne')}
      </Button>
      <Button kind="primary" aria-disabled={disabled} onClick={() => forward(true)}>
        {t('asOne')}
      </Button>
    </div>
  );
}
