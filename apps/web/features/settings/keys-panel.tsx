import { Kbd, KEYS } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { usePreferences } from '../../state/preferences';
import { shortcutLabel } from '../../state/use-shortcut';
import { sendKeys } from './send-keys';

const UP = '↑';

/** What the keyboard does. */
export function KeysPanel() {
  const t = useTranslations('settings');
  const { send, newLine } = sendKeys(usePreferences().sendKey ?? 'enter');
  const keys = [
    { does: t('find'), keys: shortcutLabel('K') },
    { does: t('newGroup'), keys: shortcutLabel('G') },
    { does: t('send'), keys: send },
    { does: t('newLine'), keys: newLine },
    { does: t('editLast'), keys: UP },
    { does: t('bold'), keys: shortcutLabel('B') },
    { does: t('italic'), keys: shortcutLabel('I') },
    { does: t('code'), keys: shortcutLabel('E') },
    { does: t('closes'), keys: KEYS.escape },
  ];
  return (
    <dl className="flex flex-col divide-y divide-line">
      {keys.map((key) => (
        <div key={key.does} className="flex min-h-10 items-center justify-between gap-4 py-1.5">
          <dt className="min-w-0 text-list">{key.does}</dt>
          <dd className="shrink-0">
            <Kbd keys={key.keys} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
