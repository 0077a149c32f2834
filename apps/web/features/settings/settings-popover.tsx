import { Button, Popover } from '@parley/ui';
import { SlidersHorizontal } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { openSettings } from '../../state/location';
import { DisturbMenu } from '../presence/disturb-menu';
import { LookChoices } from './look-choices';
import { SettingsButton } from './settings-button';
import { SignOutButton } from './sign-out-button';
import { WhoIAm } from './who-i-am';

/** What is wanted at once: language, theme, do not disturb, and the ways to the rest and out. */
export function SettingsPopover({ startsOpen }: { startsOpen: boolean }) {
  const t = useTranslations('settings');
  const [open, setOpen] = useState(startsOpen);
  return (
    <Popover title={t('title')} trigger={<SettingsButton />} tall open={open} onOpenChange={setOpen}>
      <div className="-mx-4 -mb-4 flex min-h-0 flex-col gap-4 overflow-y-auto px-4 pb-4">
        <WhoIAm />
        <LookChoices />
        <DisturbMenu />
        <div className="flex flex-col">
          <Button
            kind="quiet"
            className="justify-start !px-2"
            onClick={() => {
              setOpen(false);
              openSettings();
            }}
          >
            <SlidersHorizontal aria-hidden size={18} strokeWidth={1.75} />
            {t('all')}
          </Button>
          <SignOutButton kind="quiet" />
        </div>
      </div>
    </Popover>
  );
}
