import { Select } from '@parley/ui';
import { useTranslations } from 'next-intl';
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
  return (
    <Select
      inline
      label={t('clearAfter')}
      value={value ?? 'never'}
      options={[
        ...(kept === null ? [] : [{ value: 'kept' as const, label: kept }]),
        { value: 'never', label: t('never') },
        ...UNTILS.map((until) => ({ value: until, label: t(until) })),
      ]}
      onChange={(ending) => onChange(ending === 'never' ? null : ending)}
    />
  );
}
