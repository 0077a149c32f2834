'use client';
import { Button, EmptyState } from '@parley/ui';
import { Compass } from 'lucide-react';
import { lastWords } from '../../i18n/last-words';
import { useInBrowser } from './use-in-browser';

/** Its words are its own, in the language that the document has by now. */
export function NotFound() {
  if (!useInBrowser()) return null;
  const { notFoundTitle, notFoundBody, backHome } = lastWords(document.documentElement.lang);
  return (
    <main className="flex h-dvh">
      <EmptyState
        icon={Compass}
        title={notFoundTitle}
        body={notFoundBody}
        action={
          <Button kind="primary" onClick={() => location.assign('/')}>
            {backHome}
          </Button>
        }
      />
    </main>
  );
}
