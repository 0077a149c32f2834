import type { PushRecord } from '@parley/contract';
import { Button, Dialog, Skeleton } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { useClient } from '../../state/client';
import { openChat } from '../../state/location';
import { useChatName } from '../../state/names';
import { useErrorText } from '../../state/use-error-text';
import { useStore } from '../../state/use-store';
import { Notice } from '../shell/notice';
import { requestJump } from '../timeline/jump-requests';
import { askedWhy, useAskedWhy } from './asked-why';
import { DecisionLine } from './decision-line';
import { useReasonText } from './reasons';
import { useLedger } from './use-ledger';
import { WhyHere } from './why-here';

/** Why I was notified of a message, or not; of everything, newest first, when none is named. */
export function WhyDialog() {
  const t = useTranslations('why');
  const app = useTranslations('app');
  const { at, open } = useAskedWhy();
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && askedWhy.close()}
      title={t(at === null ? 'title' : 'one')}
      closeLabel={app('close')}
    >
      <div className="flex min-h-32 flex-col overflow-y-auto px-4 pb-4">
        {at !== null && <WhyHere {...at} />}
        <Ledger at={at} />
      </div>
    </Dialog>
  );
}

function Ledger({ at }: { at: { conversationId: string; seq: number } | null }) {
  const t = useTranslations('why');
  const errorText = useErrorText();
  const { reason } = useReasonText();
  const { records, derived, failure, hasMore, more } = useLedger(at);
  if (failure !== null && records === null) {
    return (
      <>
        <Notice text={errorText(failure)} />
        <Button kind="link" className="self-start" onClick={more}>
          {t('more')}
        </Button>
      </>
    );
  }
  if (records === null) return <Skeleton className="h-12" />;
  if (derived !== null) return <p className="py-4 text-message">{reason(derived)}</p>;
  if (records.length === 0) return <p className="py-4 text-list text-muted">{t(at === null ? 'empty' : 'emptyOne')}</p>;
  return (
    <>
      <ul className="flex flex-col divide-y divide-line">
        {records.map((record) => (
          <Record key={record.id} record={record} isOne={at !== null} />
        ))}
      </ul>
      {failure !== null && <Notice text={errorText(failure)} />}
      {hasMore && (
        <Button kind="link" className="self-start" onClick={more}>
          {t('more')}
        </Button>
      )}
    </>
  );
}

function Record({ record, isOne }: { record: PushRecord; isOne: boolean }) {
  const t = useTranslations('why');
  const text = useReasonText();
  const client = useClient();
  const nameOf = useChatName();
  const { conversationId, seqs, decision, at } = record;
  const row = useStore(client.row(conversationId));
  const answer = text.answer(decision, record.answer);
  const newest = seqs.at(-1);
  const show = (): void => {
    askedWhy.close();
    openChat(conversationId);
    if (newest !== undefined) requestJump(conversationId, newest);
  };
  return (
    <li className="flex flex-col gap-0.5 py-2.5">
      <DecisionLine at={at}>
        <span className="min-w-0 truncate text-list font-medium">
          {isOne ? text.decision(decision) : row === null ? t('gone') : nameOf(row)}
        </span>
      </DecisionLine>
      <p className="text-list">{text.reason(record.reason)}</p>
      <p className="flex flex-wrap items-baseline gap-x-2 text-meta text-muted">
        {!isOne && <span>{text.decision(decision)}</span>}
        {!isOne && seqs.length > 1 && <span className="tabular-nums">{t('messages', { count: seqs.length })}</span>}
        {answer !== null && <span>{answer}</span>}
        {!isOne && row !== null && (
          <Button kind="link" size="text" onClick={show}>
            {t('show')}
          </Button>
        )}
      </p>
    </li>
  );
}
