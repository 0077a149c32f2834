import type { ParleyError } from '@parley/contract';
import { Button, TextField } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { deviceName } from '../../platform/device-name';
import { touchOnly } from '../../platform/touch-only';
import { useClient } from '../../state/client';
import { type ShownError, shownError, useErrorText } from '../../state/use-error-text';
import { useSubmit } from '../../state/use-submit';
import { useTitle } from '../../state/use-title';
import { DoorPage } from '../shell/door-page';
import { Notice } from '../shell/notice';

type Missing = { login: boolean; password: boolean };

export function SignIn({ reason }: { reason: ParleyError | null }) {
  const t = useTranslations('signIn');
  const errorText = useErrorText();
  // What ended it says so in a sentence of its own.
  const endText = (why: ShownError): string =>
    why.code === 'DEVICE_REVOKED' ? errorText(why) : t('ended', { reason: errorText(why) });
  const client = useClient();
  const [missing, setMissing] = useState<Missing>({ login: false, password: false });
  useTitle(t('title'));
  const enter = async (login: string, password: string): Promise<void> => {
    await client.login({ login, password, deviceName: deviceName(navigator.userAgent), platform: 'web' });
    await client.start();
  };
  const { busy, failure, onSubmit } = useSubmit((field) => {
    const [login, password] = [field('login').trim(), field('password')];
    setMissing({ login: login === '', password: password === '' });
    return login === '' || password === '' ? null : enter(login, password);
  });
  return (
    <DoorPage title={t('title')}>
      {/* By post, so that a password never gets into an address, even without scripts. */}
      <form method="post" noValidate onSubmit={onSubmit} className="flex flex-col gap-4">
        {reason && !failure && <Notice text={endText(shownError(reason))} />}
        <Fields missing={missing} />
        {failure && <Notice text={errorText(failure)} />}
        <Button kind="primary" type="submit" disabled={busy} className="h-10">
          {busy ? t('busy') : t('submit')}
        </Button>
        <p className="text-meta text-muted">{t('help')}</p>
      </form>
    </DoorPage>
  );
}

function Fields({ missing }: { missing: Missing }) {
  const t = useTranslations('signIn');
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (!touchOnly()) first.current?.focus();
  }, []);
  return (
    <>
      <TextField
        ref={first}
        name="login"
        label={t('login')}
        error={missing.login ? t('missingLogin') : undefined}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
      />
      <TextField
        name="password"
        type="password"
        label={t('password')}
        error={missing.password ? t('missingPassword') : undefined}
        autoComplete="current-password"
      />
    </>
  );
}
