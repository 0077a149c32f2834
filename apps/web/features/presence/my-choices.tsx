import { LastSeenAudience } from '@parley/contract';
import { current } from '@parley/core';
import { Choice } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { useClient } from '../../state/client';
import { useErrorText } from '../../state/use-error-text';
import { useNow } from '../../state/use-now';
import { useStore } from '../../state/use-store';
import { useAct } from '../group/use-act';
import { Notice } from '../shell/notice';

/** Shown as away, or as my devices say. */
export function AwaySwitch() {
  const t = useTranslations('presence');
  const there = useTranslations('there');
  const { ownPresence } = useClient();
  const { own } = useStore(ownPresence);
  const now = useNow();
  const errorText = useErrorText();
  const { failure, inTurn } = useAct();
  return (
    <>
      {failure && <Notice text={errorText(failure)} />}
      <Choice
        label={t('shownAs')}
        value={current(own?.away ?? null, now) === null ? 'auto' : 'away'}
        options={[
          { value: 'auto', label: t('auto') },
          { value: 'away', label: there('away') },
        ]}
        onChange={(value) => inTurn(() => ownPresence.set({ away: value === 'away' ? { until: null } : null }))}
      />
    </>
  );
}

/** Who is told when I was last there; both ways. */
export function LastSeenChoice() {
  const t = useTranslations('presence');
  const { ownPresence } = useClient();
  const { own } = useStore(ownPresence);
  const errorText = useErrorText();
  const { failure, inTurn } = useAct();
  return (
    <div className="flex flex-col gap-1">
      {failure && <Notice text={errorText(failure)} />}
      <Choice
        label={t('lastSeenTold')}
        value={own?.lastSeen ?? 'everybody'}
        options={LastSeenAudience.options.map((value) => ({ value, label: t(value) }))}
        onChange={(lastSeen) => inTurn(() => ownPresence.set({ lastSeen }))}
      />
      <p className="text-meta text-muted">{t('lastSeenHint')}</p>
    </div>
  );
}
