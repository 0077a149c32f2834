'use client';
import { TooltipProvider } from '@parley/ui';
import { useInBrowser } from '../shell/use-in-browser';
import { Acts } from './acts';
import { Fields } from './fields';
import { Marks } from './marks';
import { Overlays } from './overlays';

const THEMES = ['light', 'dark'] as const;

/** Both themes beside each other; what floats over the page has the page's own. */
export function Kit() {
  // Some parts set sizes in `style`, which the policy refuses in a prerendered page.
  if (!useInBrowser()) return null;
  return (
    <TooltipProvider>
      <main id="kit" className="h-dvh overflow-y-auto bg-bg">
        <header className="px-6 py-6">
          <h1 className="text-title font-semibold">Parley: the parts</h1>
          <p className="text-list text-muted">Every part of packages/ui, in every state, in both themes.</p>
        </header>
        <div className="grid wide:grid-cols-2">
          {THEMES.map((theme) => (
            <section key={theme} aria-label={theme} data-theme={theme} className="min-w-0 bg-bg px-6 pb-24 text-text">
              <h2 className="pt-6 pb-4 text-title font-semibold">{theme === 'light' ? 'Light' : 'Dark'}</h2>
              <Marks />
              <Acts />
              <Fields />
              <Overlays />
            </section>
          ))}
        </div>
      </main>
    </TooltipProvider>
  );
}
