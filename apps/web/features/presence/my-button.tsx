import { Avatar, Tooltip } from '@parley/ui';
import { useTranslations } from 'next-intl';
import type { ComponentProps } from 'react';
import { useMe } from '../../state/client';
import { useMyMark } from './use-my-mark';

/** My picture, with how others see me; what opens the rest gives it the rest of its props. */
export function MyButton(props: ComponentProps<'button'>) {
  const t = useTranslations('there');
  const nav = useTranslations('nav');
  const me = useMe();
  const mark = useMyMark();
  const label = t('me', { name: nav('you', { name: me.name }), state: t(mark ?? 'offline') });
  return (
    <button {...props} type="button" className="rounded-full panes:mb-3">
      <span className="sr-only">{label}</span>
      <Tooltip label={label} side="right">
        <span className="block">
          <Avatar id={me.userId} name={me.name} size="md" presence={mark} on="bg" />
        </span>
      </Tooltip>
    </button>
  );
}
