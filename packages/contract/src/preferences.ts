import { z } from 'zod';
import { Counter } from './ids.js';

const Language = z.enum(['auto', 'zh-CN', 'en']);
const Theme = z.enum(['system', 'light', 'dark']);
const Density = z.enum(['comfortable', 'compact']);
/** Per cent of what the browser draws by itself. */
const TextSize = z.literal([90, 100, 110, 125, 150]);
const TimeFormat = z.enum(['auto', '24', '12']);
const SendKey = z.enum(['enter', 'mod-enter']);
const Layout = z.enum(['rows', 'bubbles']);

/** How a person likes their client, on whichever device they set it. */
export const PreferencesChange = z
  .strictObject({
    language: Language.optional(),
    theme: Theme.optional(),
    density: Density.optional(),
    textSize: TextSize.optional(),
    timeFormat: TimeFormat.optional(),
    sendKey: SendKey.optional(),
    layout: Layout.optional(),
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), 'something to change')
  .meta({ id: 'PreferencesChange' });
export type PreferencesChange = z.infer<typeof PreferencesChange>;

/** Read field by field: a value that a later release has stored counts as the one of who has chosen nothing. */
export const Preferences = z
  .object({
    version: Counter.meta({ description: 'Grows with each change: the highest counts. 0: nothing was ever set.' }),
    language: Language.catch('auto').meta({ description: 'auto: as the device is set.' }),
    theme: Theme.catch('system'),
    density: Density.catch('comfortable').meta({ description: 'How much room a row takes.' }),
    textSize: TextSize.catch(100).meta({ description: 'Per cent of the usual size.' }),
    timeFormat: TimeFormat.catch('auto').meta({
      description: 'Hours of a day; auto: as the client writes them by itself.',
    }),
    sendKey: SendKey.catch('enter').meta({ description: 'What sends; the other one breaks the line.' }),
    layout: Layout.catch('rows').meta({
      description: 'How messages stand: one below the other, or as bubbles with one’s own on the right.',
    }),
  })
  .meta({ id: 'Preferences' });
export type Preferences = z.infer<typeof Preferences>;
