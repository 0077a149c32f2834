'use client';
import { TooltipProvider } from '@parley/ui';
import { ClientProvider, useBoot, useClient } from '../../state/client';
import { usePartMissing } from '../../state/missing-part';
import { PreferencesProvider } from '../../state/preferences';
import { useStore } from '../../state/use-store';
import { lazyPart } from '../../state/lazy-part';
import { Chat } from './chat';
import { RememberedShell } from './remembered-shell';
import { ShellSkeleton } from './shell-skeleton';
import { Unreachable } from './unreachable';
import { useInBrowser } from './use-in-browser';

const SignIn = lazyPart(async () => (await import('../sign-in/sign-in')).SignIn, ShellSkeleton);

export function App() {
  if (!useInBrowser()) return <ShellSkeleton />;
  return (
    // Who is signed in is found out while the words are fetched.
    <ClientProvider>
      <PreferencesProvider waiting={<ShellSkeleton />}>
        <TooltipProvider>
          <Door />
        </TooltipProvider>
      </PreferencesProvider>
    </ClientProvider>
  );
}

function Door() {
  const { boot, retry } = useBoot();
  const missing = usePartMissing();
  const session = useStore(useClient().session);
  if (session.state === 'signed-in' && boot === 'ready' && session.me) return <Chat key={session.me.userId} />;
  if (boot === 'unreachable') return <Unreachable onRetry={retry} />;
  if (session.state === 'signed-out') {
    return missing ? <Unreachable onRetry={() => location.reload()} /> : <SignIn reason={session.reason} />;
  }
  return session.me === null ? <ShellSkeleton /> : <RememberedShell key={session.me.userId} />;
}
