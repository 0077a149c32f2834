import { Avatar, MiddleTruncate } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { useMe } from '../../state/client';

/** My name, and where I am signed in. */
export function WhoIAm() {
  const t = useTranslations('settings');
  const me = useMe();
  return (
    <div className="flex min-w-0 items-center gap-3">
      <Avatar id={me.userId} name={me.name} />
      <div className="min-w-0">
        <MiddleTruncate text={me.name} className="text-list font-medium" />
        <p className="truncate text-meta text-muted">{t('signedInAs', { org: me.orgName })}</p>
      </div>
    </div>
  );
}
