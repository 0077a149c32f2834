import { LIMITS } from '@parley/contract';
import { Button, TextField } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { deviceName } from '../../platform/device-name';
import { useClient } from '../../state/client';
import { useErrorText } from '../../state/use-error-text';
import { useSubmit } from '../../state/use-submit';
import { DoorPage } from '../shell/door-page';
import { Notice } from '../shell/notice';
import { setupFaults, type SetupFaults, type SetupFields } from './check';

export function SetupForm({ secret }: { secret: string }) {
  const t = useTranslations('setup');
  const errorText = useErrorText();
  const client = useClient();
  const [faults, setFaults] = useState<SetupFaults>({});
  const create = async (fields: SetupFields): Promise<void> => {
    await client.setup({ secret, ...fields, deviceName: deviceName(navigator.userAgent), platform: 'web' });
    location.assign('/');
  };
  const { busy, failure, onSubmit } = useSubmit((field) => {
    const fields = {
      orgName: field('orgName').trim(),
      name: field('name').trim(),
      login: field('login').trim(),
      password: field('password'),
    };
    const found = setupFaults(fields);
    setFaults(found);
    return Object.keys(found).length > 0 ? null : create(fields);
  });
  return (
    <DoorPage title={t('title')} intro={t('intro')}>
      <form method="post" noValidate onSubmit={onSubmit} className="flex flex-col gap-4">
        <Fields faults={faults} />
        {failure && <Notice text={errorText(failure)} />}
        <Button kind="primary" type="submit" disabled={busy} className="h-10">
          {busy ? t('busy') : t('submit')}
        </Button>
      </form>
    </DoorPage>
  );
}

function Fields({ faults }: { faults: SetupFaults }) {
  const t = useTranslations('setup');
  const error = (field: keyof SetupFields): string | undefined => {
    const fault = faults[field];
    return fault && t(fault, { min: LIMITS.passwordMin, max: LIMITS.nameCodePoints });
  };
  return (
    <>
      <TextField
        name="orgName"
        label={t('orgName')}
        hint={t('orgHint')}
        error={error('orgName')}
        maxLength={LIMITS.nameCodePoints}
        autoComplete="organization"
      />
      <TextField
        name="name"
        label={t('name')}
        error={error('name')}
        maxLength={LIMITS.nameCodePoints}
        autoComplete="name"
      />
      <TextField
        name="login"
        label={t('login')}
        hint={t('loginHint')}
        error={error('login')}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
      />
      <TextField
        name="password"
        type="password"
        label={t('password')}
        hint={t('passwordHint', { min: LIMITS.passwordMin })}
        error={error('password')}
        autoComplete="new-password"
      />
    </>
  );
}
