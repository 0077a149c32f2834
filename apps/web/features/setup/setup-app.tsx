import { TooltipProvider } from '@parley/ui';
import { ClientProvider, useBoot } from '../../state/client';
import { PreferencesProvider } from '../../state/preferences';
import { Setup } from './setup';

export function SetupApp({ secret }: { secret: string | null }) {
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
