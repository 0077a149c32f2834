import { Kbd } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { type Chord, chordsOf, GROUPS, namesIn, type ShortcutName } from '../../state/keys';
import { usePreferences } from '../../state/preferences';
import { shortcutLabel } from '../../state/use-shortcut';

/** What the keyboard does, in groups. */
export function KeyList() {
  const t = useTranslations('keys');
  const { sendKey = 'enter' } = usePreferences();
  return GROUPS.map((group) => (
    <section key={group} aria-labelledby={`keys-${group}`} className="flex flex-col">
      <h3 id={`keys-${group}`} className="pb-1 text-meta font-medium text-muted">
        {t(`group-${group}`)}
      </h3>
      <dl className="flex flex-col divide-y divide-line">
        {namesIn(group).map((name) => (
          <div key={name} className="flex min-h-10 items-center justify-between gap-4 py-1.5">
            <dt className="min-w-0 text-list">{t(name)}</dt>
            <dd className="flex shrink-0 gap-1">
              {chordsFor(name, sendKey).map((chord) => (
                <Kbd key={shortcutLabel(chord)} keys={shortcutLabel(chord)} />
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  ));
}

/** Which key sends, and which breaks the line, is chosen. */
function chordsFor(name: ShortcutName, sendKey: 'enter' | 'mod-enter'): readonly Chord[] {
  if (sendKey === 'mod-enter' && name === 'send') return [{ key: 'Enter', mod: true }];
  if (sendKey === 'mod-enter' && name === 'newLine') return [{ key: 'Enter' }];
  return chordsOf(name);
}
