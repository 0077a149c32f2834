import type { Preferences } from '@parley/contract';
import { KEYS } from '@parley/ui';
import { shortcutLabel } from '../../state/use-shortcut';

/** What sends and what breaks the line, as it is printed on this keyboard. */
export function sendKeys(sendKey: Preferences['sendKey']): { readonly send: string; readonly newLine: string } {
  if (sendKey === 'mod-enter') return { send: shortcutLabel({ key: KEYS.enter, mod: true }), newLine: KEYS.enter };
  return { send: KEYS.enter, newLine: `Shift+${KEYS.enter}` };
}
