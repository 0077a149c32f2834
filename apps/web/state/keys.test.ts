import { describe, expect, it } from 'vitest';
import { catalogues } from '../i18n/catalogues';
import {
  ariaKeys,
  type Chord,
  chordLabel,
  chordsOf,
  fits,
  isTyped,
  type KeyPress,
  namesIn,
  SHORTCUTS,
  GROUPS,
} from './keys';

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  isComposing: false,
  ...held,
});

describe('what is pressed', () => {
  const jump: Chord = { key: 'k', mod: true };
  const unread: Chord = { key: 'ArrowUp', alt: true, shift: true };

  it('is that key with those held, and no other', () => {
    expect(fits(jump, press('k', { ctrlKey: true }))).toBe(true);
    expect(fits(jump, press('K', { metaKey: true }))).toBe(true);
    expect(fits(jump, press('k'))).toBe(false);
    expect(fits(jump, press('k', { ctrlKey: true, shiftKey: true }))).toBe(false);
    expect(fits(jump, press('k', { ctrlKey: true, altKey: true }))).toBe(false);
    expect(fits(unread, press('ArrowUp', { altKey: true, shiftKey: true }))).toBe(true);
    expect(fits(unread, press('ArrowUp', { altKey: true }))).toBe(false);
  });

  it('belongs to the input method while it composes', () => {
    expect(fits(jump, press('k', { ctrlKey: true, isComposing: true }))).toBe(false);
  });

  it('is a sign on whichever key that is', () => {
    expect(fits({ key: '?' }, press('?', { shiftKey: true }))).toBe(true);
    expect(fits({ key: '/', mod: true }, press('/', { ctrlKey: true, shiftKey: true }))).toBe(true);
    expect([isTyped({ key: '?' }), isTyped({ key: '/', mod: true }), isTyped({ key: 'Escape' })]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('how it is written', () => {
  it('is what is printed on the keyboard, and what assistive technology reads', () => {
    expect(chordLabel({ key: 'k', mod: true }, false)).toBe('Ctrl+K');
    expect(chordLabel({ key: 'k', mod: true }, true)).toBe('⌘K');
    expect(chordLabel({ key: 'ArrowUp', alt: true, shift: true }, false)).toBe('Alt+Shift+↑');
    expect(chordLabel({ key: 'ArrowUp', alt: true, shift: true }, true)).toBe('⌥⇧↑');
    expect(ariaKeys(chordsOf('keys'), false)).toBe('? Control+/');
    expect(ariaKeys(chordsOf('nextUnread'), true)).toBe('Alt+Shift+ArrowDown');
  });
});

describe('the table', () => {
  it('has words for each, and each in one group', () => {
    const names = GROUPS.flatMap(namesIn);
    expect(names.toSorted()).toEqual(Object.keys(SHORTCUTS).toSorted());
    for (const { keys } of Object.values(catalogues)) {
      const words = Object.keys(keys);
      expect(names.filter((name) => !words.includes(name))).toEqual([]);
      expect(GROUPS.filter((group) => !words.includes(`group-${group}`))).toEqual([]);
    }
  });

  it('has one thing for what is pressed on the page', () => {
    const chords = Object.values(SHORTCUTS)
      .filter(({ place }) => place === 'page')
      .flatMap((shortcut) => [...shortcut.chords].map((chord) => chordLabel(chord, false)));
    expect(new Set(chords).size).toBe(chords.length);
  });
});
