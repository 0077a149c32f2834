/** One way to press it. `mod`: Ctrl, on a Mac ⌘. Without `shift` a letter or an arrow is meant without it; a sign is whatever key it is on. */
export type Chord = { readonly key: string; readonly mod?: true; readonly alt?: true; readonly shift?: true };

export type KeyGroup = 'go' | 'write' | 'page';
type Shortcut = { readonly group: KeyGroup; readonly chords: readonly Chord[]; readonly place: 'page' | 'field' };

/**
 * Every shortcut there is: what is pressed anywhere on the page (`useShortcut`), and what a field or a list hears itself. The settings
 * and the sheet of `?` show this table.
 */
export const SHORTCUTS = {
  jump: { group: 'go', place: 'page', chords: [{ key: 'k', mod: true }] },
  previousChat: { group: 'go', place: 'page', chords: [{ key: 'ArrowUp', alt: true }] },
  nextChat: { group: 'go', place: 'page', chords: [{ key: 'ArrowDown', alt: true }] },
  previousUnread: { group: 'go', place: 'page', chords: [{ key: 'ArrowUp', alt: true, shift: true }] },
  nextUnread: { group: 'go', place: 'page', chords: [{ key: 'ArrowDown', alt: true, shift: true }] },
  newGroup: { group: 'go', place: 'page', chords: [{ key: 'g', mod: true }] },
  send: { group: 'write', place: 'field', chords: [{ key: 'Enter' }] },
  newLine: { group: 'write', place: 'field', chords: [{ key: 'Enter', shift: true }] },
  editLast: { group: 'write', place: 'field', chords: [{ key: 'ArrowUp' }] },
  bold: { group: 'write', place: 'field', chords: [{ key: 'b', mod: true }] },
  italic: { group: 'write', place: 'field', chords: [{ key: 'i', mod: true }] },
  strike: { group: 'write', place: 'field', chords: [{ key: 'x', mod: true, shift: true }] },
  code: { group: 'write', place: 'field', chords: [{ key: 'e', mod: true }] },
  codeBlock: { group: 'write', place: 'field', chords: [{ key: 'c', mod: true, alt: true }] },
  link: { group: 'write', place: 'field', chords: [{ key: 'u', mod: true, shift: true }] },
  bulletList: { group: 'write', place: 'field', chords: [{ key: '8', mod: true, shift: true }] },
  orderedList: { group: 'write', place: 'field', chords: [{ key: '7', mod: true, shift: true }] },
  quote: { group: 'write', place: 'field', chords: [{ key: '9', mod: true, shift: true }] },
  markRead: { group: 'page', place: 'page', chords: [{ key: 'Escape' }] },
  close: { group: 'page', place: 'field', chords: [{ key: 'Escape' }] },
  walk: { group: 'page', place: 'field', chords: [{ key: 'ArrowUp' }, { key: 'ArrowDown' }] },
  keys: { group: 'page', place: 'page', chords: [{ key: '?' }, { key: '/', mod: true }] },
} as const satisfies Readonly<Record<string, Shortcut>>;

export type ShortcutName = keyof typeof SHORTCUTS;
/** What is heard anywhere on the page. */
export type PageShortcut = {
  [Name in ShortcutName]: (typeof SHORTCUTS)[Name]['place'] extends 'page' ? Name : never;
}[ShortcutName];

export const GROUPS: readonly KeyGroup[] = ['go', 'write', 'page'];

export function namesIn(group: KeyGroup): ShortcutName[] {
  return (Object.keys(SHORTCUTS) as ShortcutName[]).filter((name) => SHORTCUTS[name].group === group);
}

export function chordsOf(name: ShortcutName): readonly Chord[] {
  return SHORTCUTS[name].chords;
}

export type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'isComposing'>;

/** A letter, or a key that has a name. */
const HAS_SHIFT = /^(?:[a-z]|\w{2,})$/i;

export function fits(chord: Chord, press: KeyPress): boolean {
  if (press.isComposing || press.key.toLowerCase() !== chord.key.toLowerCase()) return false;
  if ((press.ctrlKey || press.metaKey) !== (chord.mod === true) || press.altKey !== (chord.alt === true)) return false;
  return !HAS_SHIFT.test(chord.key) || press.shiftKey === (chord.shift === true);
}

/** A sign is a sign where one writes. */
export function isTyped({ mod, alt, key }: Chord): boolean {
  return mod !== true && alt !== true && key.length === 1;
}

const NAMES: Readonly<Record<string, string>> = { ArrowUp: '↑', ArrowDown: '↓', Escape: 'Esc' };

/** As it is printed on this keyboard. */
export function chordLabel({ key, mod, alt, shift }: Chord, isMac: boolean): string {
  const printed = NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key);
  if (isMac) return [alt === true && '⌥', shift === true && '⇧', mod === true && '⌘', printed].filter(Boolean).join('');
  return [mod === true && 'Ctrl', alt === true && 'Alt', shift === true && 'Shift', printed].filter(Boolean).join('+');
}

/** As `aria-keyshortcuts` wants it. */
export function ariaKeys(chords: readonly Chord[], isMac: boolean): string {
  const said = ({ key, mod, alt, shift }: Chord): string => {
    const control = mod === true && (isMac ? 'Meta' : 'Control');
    const name = key.length === 1 ? key.toUpperCase() : key;
    return [control, alt === true && 'Alt', shift === true && 'Shift', name].filter(Boolean).join('+');
  };
  return chords.map(said).join(' ');
}
