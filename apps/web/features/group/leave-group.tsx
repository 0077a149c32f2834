import type { ChatRow } from '@parley/sdk';
import { Button, ConfirmDialog } from '@parley/ui';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useClient } from '../../state/client';
import { useSurface } from '../../state/surface';
import { useErrorText } from '../../state/use-error-text';
import { useAct } from './use-act';
import { useGroupText } from './use-group-text';

type Asked = 'leave' | 'dissolve';

/** The ways out of a group, and its end. The chat closes when the entry that takes it off the list arrives. */
export function LeaveGroup({ row }: { row: ChatRow }) {
  const t = useGroupText(row);
  const errorText = useErrorText();
  const { groups } = useClient();
  const [dissolving, setDissolving] = useState(false);
  const [leaving, setLeaving] = useSurface('leave');
  const asked = leaving ? 'leave' : dissolving ? 'dissolve' : null;
  const { busy, failure, run } = useAct();
  const alone = (row.memberCount ?? 0) <= 1;
  const owner = row.role === 'owner';
  const archived = row.profile?.archived === true;
  const end = (): void => {
    setLeaving(false);
    setDissolving(false);
  };
  const perform = (act: Asked): void => {
    end();
    void run(() => groups[act](row.conversationId));
  };
  return (
    <footer className="flex min-h-14 shrink-0 flex-col items-start justify-center gap-1 border-t border-line px-4 py-2 pb-[max(8px,env(safe-area-inset-bottom))]">
      {owner && !alone && <p className="text-meta text-muted">{t('mustHandOver')}</p>}
      <div className="flex flex-wrap gap-4">
        {(!owner || alone) && (
          <Button kind="danger-link" disabled={busy} onClick={() => setLeaving(true)}>
            {t('leave')}
          </Button>
        )}
        {row.kind === 'channel' && row.role !== 'member' && (
          <Button
            kind="link"
            disabled={busy}
            onClick={() => void run(() => groups.change(row.conversationId, { archived: !archived }))}
          >
            {archived ? t('unarchive') : t('archive')}
          </Button>
        )}
        {owner && (
          <Button kind="danger-link" disabled={busy} onClick={() => setDissolving(true)}>
            {t('dissolve')}
          </Button>
        )}
      </div>
      {failure && (
        <p role="alert" className="text-meta text-danger">
          {errorText(failure)}
        </p>
      )}
      <Questions row={row} asked={asked} alone={alone} onCancel={end} onConfirm={perform} />
    </footer>
  );
}

type QuestionsProps = {
  row: ChatRow;
  asked: Asked | null;
  alone: boolean;
  onCancel: () => void;
  onConfirm: (act: Asked) => void;
};

function Questions({ row, asked, alone, onCancel, onConfirm }: QuestionsProps) {
  const t = useGroupText(row);
  const app = useTranslations('app');
  const name = row.name ?? '';
  const bodies = { leave: alone ? t('leaveAlone') : t('leaveBody'), dissolve: t('dissolveBody') };
  return (['leave', 'dissolve'] as const).map((act) => (
    <ConfirmDialog
      key={act}
      open={asked === act}
      onOpenChange={(open) => !open && onCancel()}
      title={t(`${act}Title`, { name })}
      body={bodies[act]}
      confirmLabel={t(act)}
      cancelLabel={app('cancel')}
      onConfirm={() => onConfirm(act)}
    />
  ));
}
