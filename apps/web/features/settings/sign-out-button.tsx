import { Button, cx } from '@parley/ui';
import { LogOut } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { SignOutQuestion } from './sign-out-question';

export function SignOutButton({ kind }: { kind: 'plain' | 'quiet' }) {
  const t = useTranslations('settings');
  const [leaving, setLeaving] = useState(false);
  return (
    <>
      <Button
        kind={kind}
        className={cx(kind === 'quiet' ? 'justify-start !px-2' : 'self-start')}
        onClick={() => setLeaving(true)}
      >
        <LogOut aria-hidden size={18} strokeWidth={1.75} />
        {t('signOut')}
      </Button>
      <SignOutQuestion open={leaving} onOpenChange={setLeaving} />
    </>
  );
}
