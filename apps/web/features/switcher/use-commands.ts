import {
  Bookmark,
  Hash,
  Keyboard,
  Languages,
  LogOut,
  type LucideIcon,
  MessageSquareText,
  MinusCircle,
  Palette,
  Settings,
  Smile,
  SquarePen,
  UsersRound,
} from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useClient } from '../../state/client';
import type { ShortcutName } from '../../state/keys';
import { openSettings } from '../../state/location';
import { tellFailure } from '../../state/notice';
import { useSetPreferences } from '../../state/own-preferences';
import { usePreferences } from '../../state/preferences';
import { SECTIONS } from '../../state/settings-sections';
import { openSurface, type Surface } from '../../state/surface';
import { UNTILS, untilAt } from '../presence/untils';
import { useDisturb } from '../presence/use-disturb';
import { LANGUAGES } from '../settings/languages';

/** What a button or a menu does elsewhere, by its name. */
export type Command = {
  readonly key: string;
  readonly name: string;
  readonly icon: LucideIcon;
  /** The key that does the same. */
  readonly shortcut?: ShortcutName | undefined;
  readonly run: () => void;
};

const THEMES = ['light', 'dark', 'system'] as const;

/** What can be done from anywhere now. */
export function useCommands(): readonly Command[] {
  return [...useOpening(), ...useDisturbing(), ...useLooks(), ...useSettings()];
}

function useOpening(): Command[] {
  const nav = useTranslations('nav');
  const group = useTranslations('group');
  const channels = useTranslations('channels');
  const threads = useTranslations('threads');
  const acts = useTranslations('acts');
  const presence = useTranslations('presence');
  const keys = useTranslations('keys');
  const opening = (key: Surface, name: string, icon: LucideIcon): Command => ({
    key,
    name,
    icon,
    run: () => openSurface(key),
  });
  return [
    opening('newChat', nav('newChat'), SquarePen),
    { ...opening('newGroup', group('create'), UsersRound), shortcut: 'newGroup' },
    opening('channels', channels('find'), Hash),
    opening('threads', threads('all'), MessageSquareText),
    opening('saved', acts('saved'), Bookmark),
    opening('presence', presence('save'), Smile),
    { ...opening('keys', keys('title'), Keyboard), shortcut: 'keys' },
  ];
}

function useDisturbing(): Command[] {
  const t = useTranslations('switcher');
  const presence = useTranslations('presence');
  const client = useClient();
  const { ready, pausedUntil, pause } = useDisturb();
  if (!ready) return [];
  const command = (key: string, name: string, until: () => number | null): Command => ({
    key,
    name,
    icon: MinusCircle,
    run: () => void pause(until()).catch(tellFailure),
  });
  if (pausedUntil !== null) return [command('dnd-off', t('dndOff'), () => null)];
  return UNTILS.map((until) =>
    command(`dnd-${until}`, t('dnd', { until: presence(until) }), () => untilAt(until, client.now())),
  );
}

function useLooks(): Command[] {
  const t = useTranslations('switcher');
  const settings = useTranslations('settings');
  const { locale, theme: current = 'system' } = usePreferences();
  const set = useSetPreferences();
  return [
    ...THEMES.filter((theme) => theme !== current).map((theme) => ({
      key: `theme-${theme}`,
      name: t('theme', { theme: settings(theme) }),
      icon: Palette,
      run: () => set({ theme }),
    })),
    ...LANGUAGES.filter(({ value }) => value !== locale).map(({ value, label }) => ({
      key: `language-${value}`,
      name: t('language', { language: label }),
      icon: Languages,
      run: () => set({ language: value }),
    })),
  ];
}

function useSettings(): Command[] {
  const t = useTranslations('switcher');
  const settings = useTranslations('settings');
  return [
    ...SECTIONS.map((section) => ({
      key: `settings-${section}`,
      name: t('settings', { section: settings(section) }),
      icon: Settings,
      run: () => openSettings(section),
    })),
    { key: 'signOut', name: settings('signOut'), icon: LogOut, run: () => openSurface('signOut') },
  ];
}
