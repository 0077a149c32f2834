import { cx, IconButton } from '@parley/ui';
import {
  Bell,
  Info,
  Keyboard,
  type LucideIcon,
  MessageSquareText,
  MonitorSmartphone,
  Palette,
  ShieldCheck,
  UserRound,
  X,
} from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { MouseEvent } from 'react';
import { closeSettings, openSettings } from '../../state/location';
import { type Section, SECTIONS, settingsPath } from '../../state/settings-sections';

const ICONS: Record<Section, LucideIcon> = {
  account: UserRound,
  appearance: Palette,
  messages: MessageSquareText,
  notifications: Bell,
  keys: Keyboard,
  devices: MonitorSmartphone,
  privacy: ShieldCheck,
  about: Info,
};

/** The parts of the settings, each a link with an address of its own. */
export function SettingsList({ shown, className }: { shown: Section; className: string }) {
  const t = useTranslations('settings');
  return (
    <nav aria-label={t('title')} className={cx('min-h-0 flex-col bg-surface', className)}>
      <header className="flex h-14 shrink-0 items-center justify-between pr-2 pl-4">
        <h1 className="text-message font-semibold">{t('title')}</h1>
        <IconButton icon={X} label={t('close')} side="bottom" onClick={closeSettings} />
      </header>
      <ul className="flex min-h-0 flex-col gap-0.5 overflow-y-auto px-2 pb-2">
        {SECTIONS.map((section) => (
          <li key={section}>
            <SectionLink section={section} current={section === shown} />
          </li>
        ))}
      </ul>
    </nav>
  );
}

function SectionLink({ section, current }: { section: Section; current: boolean }) {
  const t = useTranslations('settings');
  const Icon = ICONS[section];
  const follow = (event: MouseEvent): void => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    openSettings(section);
  };
  return (
    <a
      href={settingsPath(section)}
      aria-current={current ? 'page' : undefined}
      onClick={follow}
      className={cx(
        'flex min-h-10 items-center gap-3 rounded-control px-3 py-1.5 text-list -outline-offset-2',
        current ? 'panes:bg-accent-soft panes:font-medium panes:forced-colors:border' : 'hover:bg-hover',
      )}
    >
      <Icon aria-hidden size={18} strokeWidth={1.75} className="shrink-0 text-muted" />
      <span className="min-w-0 truncate">{t(section)}</span>
    </a>
  );
}
