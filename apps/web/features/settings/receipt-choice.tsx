import { Choice } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { useClient, useMe } from '../../state/client';
import { useErrorText } from '../../state/use-error-text';
import { useAct } from '../group/use-act';
import { Notice } from '../shell/notice';

/** Whether others are told what I have read, and I of them; where the organisation has decided, it says so. */
export function ReceiptChoice() {
  const t = useTranslations('receipts');
  const errorText = useErrorText();
  const { receipts } = useMe();
  const { readers } = useClient();
  const { failure, inTurn } = useAct();
  if (receipts === undefined) return null;
  const { policy, shown } = receipts;
  return (
    <>
      <Choice
        label={t('label')}
        value={shown ? 'on' : 'off'}
        options={[
          { value: 'on', label: t('on') },
          { value: 'off', label: t('off') },
        ]}
        disabled={policy !== 'on'}
        hint={policy === 'on' ? t('hint') : t(`by-${policy}`)}
        onChange={(value) => inTurn(() => readers.show(value === 'on'))}
      />
      {failure && <Notice text={errorText(failure)} />}
    </>
  );
}
