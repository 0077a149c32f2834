import type { JoinLink } from '@parley/contract';
import { Button, Dialog, TextField } from '@parley/ui';
import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { fullTime } from '../../i18n/time';
import { useClient } from '../../state/client';
import { joinUrl } from '../../state/location';
import { useErrorText } from '../../state/use-error-text';
import { Notice } from '../shell/notice';
import type { GroupDialogProps } from './edit-looks';
import { useAct } from './use-act';

const WEEK_MS = 7 * 24 * 3_600_000;

/** The link that leads into a group. Its secret is shown when it is made, and never again. */
export function JoinLinkDialog({ row, open, onOpenChange }: GroupDialogProps) {
  const t = useTranslations('rules');
  const app = useTranslations('app');
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t('link')} closeLabel={app('close')}>
      <LinkOf conversationId={row.conversationId} />
    </Dialog>
  );
}

function LinkOf({ conversationId }: { conversationId: string }) {
  const t = useTranslations('rules');
  const errorText = useErrorText();
  const { groups } = useClient();
  const { busy, failure, run } = useAct();
  const [link, setLink] = useState<JoinLink | null>(null);
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    let current = true;
    groups.joinLink(conversationId).then(
      (found) => current && setLink(found),
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [groups, conversationId]);
  const make = (maxUses: number | null): void => {
    void run(async () => {
      const made = await groups.makeJoinLink(conversationId, { expiresInMs: WEEK_MS, maxUses });
      setLink(made.link);
      setUrl(joinUrl(made.token));
    });
  };
  const revoke = (): void => {
    void run(async () => {
      await groups.revokeJoinLink(conversationId);
      setLink(null);
      setUrl(null);
    });
  };
  return (
    <div className="flex flex-col gap-3 overflow-y-auto px-4 pb-4">
      {failure && <Notice text={errorText(failure)} />}
      {url !== null && <Secret url={url} />}
      <LinkState link={link} />
      <div className="flex flex-wrap gap-2">
        <Button kind="primary" disabled={busy} onClick={() => make(null)}>
          {link === null ? t('makeLink') : t('resetLink')}
        </Button>
        <Button disabled={busy} onClick={() => make(1)}>
          {t('makeLinkOnce')}
        </Button>
        {link !== null && (
          <Button kind="danger-link" disabled={busy} onClick={revoke}>
            {t('revokeLink')}
          </Button>
        )}
      </div>
    </div>
  );
}

function LinkState({ link }: { link: JoinLink | null }) {
  const t = useTranslations('rules');
  const locale = useLocale();
  if (link === null) return <p className="text-list text-muted">{t('noLink')}</p>;
  const until = fullTime(link.expiresAt, locale);
  return (
    <p className="text-list text-muted">
      {link.maxUses === null
        ? t('linkUses', { uses: link.uses, until })
        : t('linkUsesOf', { uses: link.uses, max: link.maxUses, until })}
    </p>
  );
}

function Secret({ url }: { url: string }) {
  const t = useTranslations('rules');
  const [copied, setCopied] = useState(false);
  const copy = (): void => {
    // Not there on a page that came over plain HTTP: the field can be copied from by hand.
    navigator.clipboard?.writeText(url).then(
      () => setCopied(true),
      () => undefined,
    );
  };
  return (
    <div className="flex items-end gap-2">
      <TextField
        label={t('secret')}
        hint={t('secretHint')}
        value={url}
        readOnly
        className="min-w-0 flex-1"
        onFocus={(event) => event.target.select()}
      />
      <Button className="mb-5 !h-10" onClick={copy}>
        {copied ? t('copied') : t('copy')}
      </Button>
    </div>
  );
}
