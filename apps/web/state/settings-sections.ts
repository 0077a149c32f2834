/** The parts of the settings, by the last part of their address. */
export const SECTIONS = [
  'account',
  'appearance',
  'messages',
  'notifications',
  'keys',
  'devices',
  'privacy',
  'about',
] as const;
export type Section = (typeof SECTIONS)[number];

/** `list`: none of them is named; where there is room, the first one stands beside the list. */
export type SettingsPlace = Section | 'list';

const PATH = /^\/settings(?:\/([^/]*))?\/?$/;

/** null: the address is not one of the settings. */
export function settingsIn(path: string): SettingsPlace | null {
  const found = PATH.exec(path);
  if (found === null) return null;
  return SECTIONS.find((section) => section === found[1]) ?? 'list';
}

export function settingsPath(place: SettingsPlace): string {
  return place === 'list' ? '/settings' : `/settings/${place}`;
}
