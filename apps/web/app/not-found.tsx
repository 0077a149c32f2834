'use client';
import { lazyPart } from '../state/lazy-part';

/** Every page loads what this file imports. */
const NotFound = lazyPart(async () => (await import('../features/shell/not-found')).NotFound, undefined, 'first');

export default function NotFoundPage() {
  return <NotFound />;
}
