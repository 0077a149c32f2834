import { cx } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { usePreferences } from '../../state/preferences';
import { useErrorText, type ShownError } from '../../state/use-error-text';
import { touchOnly } from '../../platform/touch-only';
import type { Posting } from './use-posting';

/** One line that is always there: what is wrong, how much still fits, how often one may send, or how. */
type FooterProps = { left: number | null; failure: ShownError | null; posting: Posting };

export function ComposerFooter({ left, failure, posting: { slowSeconds, waitSeconds } }: FooterProps) {
  const t = useTranslations('composer');
  const errorText = useErrorText();
  const { knowsEnter } = usePreferences();
  const line = 'h-6 truncate pt-0.5 pl-3 text-meta';
  if (failure) {
    return (
      <p role="alert" className={cx(line, 'text-danger')}>
        {errorText(failure)}
      </p>
    );
  }
  if (left !== null) {
    return (
      <p role="status" className={cx(line, 'tabular-nums', left < 0 ? 'text-danger' : 'text-muted')}>
        {left < 0 ? t('over', { count: -left }) : t('left', { count: left })}
      </p>
    );
  }
  if (slowSeconds > 0) {
    return (
      <p className={cx(line, 'text-muted tabular-nums')}>
        {waitSeconds > 0 ? t('slowWait', { seconds: waitSeconds }) : t('slow', { seconds: slowSeconds })}
      </p>
    );
  }
  return <p className={cx(line, 'text-muted')}>{knowsEnter !== true && !touchOnly() && t('hint')}</p>;
}
