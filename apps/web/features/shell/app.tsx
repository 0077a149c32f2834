'use client';
import { TooltipProvider } from '@parley/ui';
import { ClientProvider, useBoot, useClient } from '../../state/client';
import { PreferencesProvider } from '../../state/preferences';
import { useStore } from '../../state/use-store';
import { SignIn } from '../sign-in/sign-in';
import { Chat } from './chat';
import { ShellSkeleton } from './shell-skeleton';
import { Unreachable } from './unreachable';
import { useInBrowser } from './use-in-browser';

export function App() {
  if (!useInBrowser()) return <ShellSkeleton />;
  return (
    <PreferencesProvider>
      <TooltipProvider>
        <ClientProvider>
          <Door />
        </ClientProvider>
      </TooltipProvider>
    </PreferencesProvider>
  );
}

function Door() {
  const { boot, retry } = useBoot();
  const session = useStore(useClient().session);
  if (session.state === 'signed-in' && boot === 'ready' && session.me) return <Chat key={session.me.userId} />;
  if (boot === 'unreachable') return <Unreachable onRetry={retry} />;
  if (session.state === 'signed-out') return <SignIn reason={session.reason} />;
  return <ShellSkeleton />;
}
