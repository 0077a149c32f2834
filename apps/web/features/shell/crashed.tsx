'use client';
import { Button, EmptyState } from '@parley/ui';
import { lastWords } from '../../i18n/last-words';

/**
 * Drawn when a component threw: the data are safe in the cache and the queue, so a reload goes on. It stands on nothing that may
 * have thrown, and every page loads it: it has no picture, and its words are its own, in the language that the document has by now.
 */
export function Crashed() {
  const { crashTitle, crashBody, reload } = lastWords(document.documentElement.lang);
  return (
    <main className="flex h-dvh">
      <EmptyState
        title={crashTitle}
        body={crashBody}
        action={
          <Button kind="primary" onClick={() => location.reload()}>
            {reload}
          </Button>
        }
      />
    </main>
  );
}
