import { SignOutButton } from './sign-out-button';
import { WhoIAm } from './who-i-am';

/** Who I am here, and the way out. */
export function AccountPanel() {
  return (
    <>
      <WhoIAm />
      <SignOutButton kind="plain" />
    </>
  );
}
