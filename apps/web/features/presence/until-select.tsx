import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { UNTILS, type Until } from './untils';

/** When it is over; null: when I take it back. */
export function UntilSelect({ value, onChange }: { value: Until | null; onChange: (until: Until | null) => void }) {
  const t = useTranslations('presence');
  const id = useId();
  return (
    <div className="flex items-center gap-3">
      <label htmlFor={id} className="text-list text-muted">
        {t('clearAfter')}
      </label>
      <select
        id={id}
        value={value ?? ''}
        onChange={(event) => onChange(UNTILS.find((until) => until === event.target.value) ?? null)}
        className="h-9 min-w-0 flex-1 rounded-control border border-edge bg-surface px-2 text-list text-text"
      >
        <option value="">{t('never')}</option>
        {UNTILS.map((until) => (
          <option key={until} value={until}>
            {t(until)}
          </option>
        ))}
      </select>
    </div>
  );
}
