import type { MessageVersion } from '@parley/contract';
import type { TimelineMessage } from '@parley/sdk';
import { Dialog, Skeleton } from '@parley/ui';
import { useLocale, useTranslations } from 'next-intl';
import { fullTime } from '../../i18n/time';
import { useClient } from '../../state/client';
import { useErrorText } from '../../state/use-error-text';
import { useLoaded } from '../../state/use-loaded';

/** What an edited message said before, the newest first. */
export function VersionsDialog({ message, onClose }: { message: TimelineMessage; onClose: () => void }) {
  const t = useTranslations('acts');
  const app = useTranslations('app');
  const errorText = useErrorText();
  const client = useClient();
  const { conversationId, seq } = message;
  const loaded = useLoaded(`${conversationId}:${seq}`, () => client.messageVersions({ conversationId, seq: seq ?? 0 }));
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={t('versionsTitle')} closeLabel={app('close')}>
      <div className="flex min-h-24 flex-col gap-3 overflow-y-auto px-4 pb-4">
        {loaded === null && <Skeleton className="h-10 w-full" />}
        {loaded !== null && 'failure' in loaded && <p className="text-list text-danger">{errorText(loaded.failure)}</p>}
        {loaded !== null &&
          'value' in loaded &&
          loaded.value.toReversed().map((version) => <Version key={version.version} version={version} />)}
      </div>
    </Dialog>
  );
}

function Version({ version }: { version: MessageVersion }) {
  const t = useTranslations('acts');
  const locale = useLocale();
  return (
    <article className="rounded-control border border-line px-3 py-2">
      <p className="text-meta text-muted">{t('replacedAt', { when: fullTime(version.replacedAt, locale) })}</p>
      <p className="said text-message whitespace-pre-wrap">{version.content.text}</p>
    </article>
  );
}
