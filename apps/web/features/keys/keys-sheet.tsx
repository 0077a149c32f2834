import { Dialog } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import { KeyList } from './key-list';

/** All shortcuts at a glance. */
export function KeysSheet({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const t = useTranslations('keys');
  const app = useTranslations('app');
  const list = useRef<HTMLDivElement>(null);
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t('title')} closeLabel={app('close')} initialFocus={list}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the arrow keys scroll it at once */}
      <div ref={list} tabIndex={0} className="flex min-h-0 flex-col gap-4 overflow-y-auto px-4 py-2 -outline-offset-2">
        <KeyList />
      </div>
    </Dialog>
  );
}
