'use client';
import { lazyPart } from '../../state/lazy-part';

/** By a script of its own: what two pages share would be cut out of the chat's, and weigh more in pieces. */
export const KitPage = lazyPart(async () => (await import('./kit')).Kit, undefined, 'first');
