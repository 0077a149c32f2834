import { Choice, SearchField } from '@parley/ui';
import { useTranslations } from 'next-intl';
import type { KeyboardEvent } from 'react';
import { FILTER_ROOM } from './filter-room';
import { SECTIONS, type Section } from './sections';

export type ChatFilterProps = {
  section: Section;
  query: string;
  onSection: (section: Section) => void;
  onQuery: (query: string) => void;
  /** Enter, in the field. */
  onOpenFirst: () => void;
};

/** Narrows the list below it: by what waits for me there, and by name. */
export function ChatFilter({ section, query, onSection, onQuery, onOpenFirst }: ChatFilterProps) {
  const t = useTranslations('chats');
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing || !(event.target instanceof HTMLInputElement)) return;
    if (event.target.type !== 'search') return;
    // Else the key would go on in the field that has the focus then.
    event.preventDefault();
    onOpenFirst();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the field inside hears the keys; this only adds Enter
    <div role="search" onKeyDown={onKeyDown} className={`flex flex-col gap-2 px-4 ${FILTER_ROOM}`}>
      <SearchField
        label={t('filter')}
        clearLabel={t('clearFilter')}
        value={query}
        onChange={onQuery}
        className="!h-8"
      />
      <Choice
        label={t('sections')}
        hidesLabel
        fitted
        value={section}
        options={SECTIONS.map((value) => ({ value, label: t(`section-${value}`) }))}
        onChange={onSection}
      />
    </div>
  );
}
