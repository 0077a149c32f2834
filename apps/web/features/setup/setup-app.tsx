'use client';
import { TooltipProvider } from '@parley/ui';
import { useState } from 'react';
import { takeSetupSecret } from '../../platform/setup-secret';
import { ClientProvider, useBoot } from '../../state/client';
import { PreferencesProvider } from '../../state/preferences';
import { useInBrowser } from '../shell/use-in-browser';
import { Setup } from './setup';

export function SetupApp() {
  return useInBrowser() ? <InBrowser /> : null;
}

function InBrowser() {
  // Before anything else: the secret is not to stay in the address bar.
  const [secret] = useState(takeSetupSecret);
  return (
    <PreferencesProvider>
      <TooltipProvider>
        <ClientProvider>
          <WhenStarted secret={secret} />
        </ClientProvider>
      </TooltipProvider>
    </PreferencesProvider>
  );
}

/** Who is signed in here has to be known first: setting up signs in. */
function WhenStarted({ secret }: { secret: string | null }) {
  return useBoot().boot === 'starting' ? null : <Setup secret={secret} />;
}
