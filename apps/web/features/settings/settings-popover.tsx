import { Avatar, Button, Choice, ConfirmDialog, IconButton, MiddleTruncate, Popover } from '@parley/ui';
import { LogOut, Settings } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import type { Theme } from '../../platform/preferences';
import { signOut, useClient, useMe } from '../../state/client';
import { useSetPreferences } from '../../state/own-preferences';
import { usePreferences } from '../../state/preferences';
import { useStored } from '../../state/use-store';
import { LANGUAGES } from './languages';
import { ReceiptChoice } from './receipt-choice';
import { SettingsLinks } from './settings-pages';

/** Who I am here, language, theme, and the way out. */
export function SettingsPopover() {
  const t = useTranslations('settings');
  const nav = useTranslations('nav');
  const me = useMe();
  const [open, setOpen] = useState(false);
  return (
    <Popover
      title={t('title')}
      trigger={<IconButton icon={Settings} label={nav('settings')} side="right" />}
      open={open}
      onOpenChange={setOpen}
    >
      <div className="flex items-center gap-3">
        <Avatar id={me.userId} name={me.name} />
        <div className="min-w-0">
          <MiddleTruncate text={me.name} className="text-list font-medium" />
          <p className="truncate text-meta text-muted">{t('signedInAs', { org: me.orgName })}</p>
        </div>
      </div>
      <Choices />
      <ReceiptChoice />
      <SettingsLinks onOpen={() => setOpen(false)} />
      <SignOutButton />
    </Popover>
  );
}

function Choices() {
  const t = useTranslations('settings');
  const locale = useLocale();
  const { theme = 'system' } = usePreferences();
  const set = useSetPreferences();
  const themes: { value: Theme; label: string }[] = [
    { value: 'system', label: t('system') },
    { value: 'light', label: t('light') },
    { value: 'dark', label: t('dark') },
  ];
  return (
    <>
      <Choice label={t('language')} value={locale} options={LANGUAGES} onChange={(value) => set({ language: value })} />
      <Choice label={t('theme')} value={theme} options={themes} onChange={(value) => set({ theme: value })} />
    </>
  );
}

/** Asks first only when something would be lost. */
function SignOutButton() {
  const t = useTranslations('settings');
  const app = useTranslations('app');
  const client = useClient();
  const unsent = useStored(client.chatList, ({ items }) => items.some((row) => row.outgoing !== null));
  const [asking, setAsking] = useState(false);
  const leave = (): void => void signOut(client);
  return (
    <>
      <Button kind="quiet" className="justify-start !px-2" onClick={() => (unsent ? setAsking(true) : leave())}>
        <LogOut aria-hidden size={18} strokeWidth={1.75} />
        {t('signOut')}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('signOutTitle')}
        body={t('signOutBody')}
        confirmLabel={t('signOutAnyway')}
        cancelLabel={app('cancel')}
        onConfirm={leave}
      />
    </>
  );
}
