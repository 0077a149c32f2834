import { preferences } from '../../platform/preferences';

/** What of a key press matters here; a KeyboardEvent fits. */
export type KeyPress = {
  readonly key: string;
  readonly keyCode: number;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly isComposing: boolean;
};

/** Safari ends the composition before the Enter that confirmed it arrives. */
const AFTER_COMPOSITION_MS = 50;

/**
 * Whether this Enter means "send". An Enter that picks a word of an input method never does: browsers tell it by
 * isComposing, by key code 229, or not at all but by coming right after the composition's end. Who chose so sends with Ctrl (or ⌘) alone.
 */
export function isSend(
  press: KeyPress,
  sinceCompositionMs: number,
  sendKey = preferences.getSnapshot().sendKey,
): boolean {
  if (press.key !== 'Enter' || press.shiftKey || press.altKey) return false;
  if (sendKey === 'mod-enter' && !(press.ctrlKey || press.metaKey)) return false;
  if (press.isComposing || press.keyCode === 229) return false;
  return sinceCompositionMs > AFTER_COMPOSITION_MS;
}
