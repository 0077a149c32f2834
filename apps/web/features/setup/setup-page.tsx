'use client';
import { useState } from 'react';
import { takeSetupSecret } from '../../platform/setup-secret';
import { lazyPart } from '../../state/lazy-part';
import { useInBrowser } from '../shell/use-in-browser';

// By a script of its own: what two pages share would be cut out of the chat's, and weigh more in pieces.
const SetupApp = lazyPart(async () => (await import('./setup-app')).SetupApp);

export function SetupPage() {
  return useInBrowser() ? <InBrowser /> : null;
}

function InBrowser() {
  // Before anything else: the secret is not to stay in the address bar.
  const [secret] = useState(takeSetupSecret);
  return <SetupApp secret={secret} />;
}
