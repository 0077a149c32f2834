import { IconButton } from '@parley/ui';
import { Settings } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ComponentProps } from 'react';
import { usePlace } from '../../state/location';

/** The way to the settings; what opens them gives it the rest of its props. */
export function SettingsButton(props: ComponentProps<'button'>) {
  const nav = useTranslations('nav');
  const { settings } = usePlace();
  return <IconButton {...props} icon={Settings} label={nav('settings')} side="right" current={settings !== null} />;
}
