import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { type Ending, UNTILS } from './untils';

type Props = {
  value: Ending;
  /** The end that is set, as it is called; null: none is. */
  kept: string | null;
  onChange: (ending: Ending) => void;
};

/** When it is over; null: when I take it back. */
export function UntilSelect({ value, kept, onChange }: Props) {
  const t = useTranslations('presence');
  const id = useId();
  const choices = kept === null ? UNTILS : (['kept', ...UNTILS] as const);
  return (
    <div className="flex items-center gap-3">
      <label htmlFor={id} className="text-list text-muted">
        {t('clearAfter')}
      </label>
      <select
        id={id}
        value={value ?? ''}
        onChange={(event) => onChange(choices.find((choice) => choice === event.target.value) ?? null)}
        className="h-9 min-w-0 flex-1 rounded-control border border-edge bg-surface px-2 text-list text-text"
      >
        {kept !== null && <option value="kept">{kept}</option>}
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
