import { Button } from '@parley/ui';
import { useLocale } from 'next-intl';
import { preferences } from '../../platform/preferences';
import { LANGUAGES } from './languages';

/** The language before anybody has signed in: each in its own words. */
export function DoorSettings() {
  const locale = useLocale();
  return (
    <div className="mx-auto flex gap-4 pt-6">
      {LANGUAGES.map((language) => (
        <Button
          key={language.value}
          lang={language.value}
          size="text"
          kind={language.value === locale ? 'quiet' : 'link'}
          aria-pressed={language.value === locale}
          onClick={() => preferences.change({ locale: language.value })}
        >
          {language.label}
        </Button>
      ))}
    </div>
  );
}
