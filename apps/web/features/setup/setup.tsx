'use client';
import { Button } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { useClient } from '../../state/client';
import { useTitle } from '../../state/use-title';
import { DoorPage } from '../shell/door-page';
import { SetupForm } from './setup-form';

type State = 'checking' | 'open' | 'done';

export function Setup({ secret }: { secret: string | null }) {
  const t = useTranslations('setup');
  const client = useClient();
  const [state, setState] = useState<State>('checking');
  useTitle(t('title'));
  useEffect(() => {
    // When it can't be asked, the answer to the form will tell.
    client.setupState().then(
      ({ needed }) => setState(needed ? 'open' : 'done'),
      () => setState('open'),
    );
  }, [client]);

  if (state === 'checking') return null;
  if (state === 'done') return <Elsewhere title={t('doneTitle')} body={t('doneBody')} />;
  if (secret === null) return <Elsewhere title={t('noSecretTitle')} body={t('noSecretBody')} />;
  return <SetupForm secret={secret} />;
}

function Elsewhere({ title, body }: { title: string; body: string }) {
  const t = useTranslations('setup');
  return (
    <DoorPage title={title} intro={body}>
      <Button kind="primary" className="h-10" onClick={() => location.assign('/')}>
        {t('toSignIn')}
      </Button>
    </DoorPage>
  );
}
