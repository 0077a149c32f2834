import type { JoinLink } from '@parley/contract';
import { Button, Choice, Dialog, TextField } from '@parley/ui';
import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { momentTime } from '../../i18n/dates';
import { useClient } from '../../state/client';
import { joinUrl } from '../../state/location';
import { useErrorText } from '../../state/use-error-text';
import { Notice } from '../shell/notice';
import type { GroupDialogProps } from './edit-looks';
import { useAct } from './use-act';

const HOUR_MS = 3_600_000;
const LIFETIMES = { hour: HOUR_MS, day: 24 * HOUR_MS, week: 7 * 24 * HOUR_MS, month: 30 * 24 * HOUR_MS } as const;
const LIFETIME = ['hour', 'day', 'week', 'month'] as const;
const USES = { one: 1, ten: 10, hundred: 100, any: null } as const;
const USE = ['one', 'ten', 'hundred', 'any'] as const;

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
  const [lifetime, setLifetime] = useState<keyof typeof LIFETIMES>('week');
  const [uses, setUses] = useState<keyof typeof USES>('any');
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
  const make = (): void => {
    void run(async () => {
      const asked = { expiresInMs: LIFETIMES[lifetime], maxUses: USES[uses] };
      const made = await groups.makeJoinLink(conversationId, asked);
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
      <Choice
        label={t('linkLifetime')}
        value={lifetime}
        options={LIFETIME.map((value) => ({ value, label: t(`lifetime-${value}`) }))}
        onChange={setLifetime}
      />
      <Choice
        label={t('linkFor')}
        value={uses}
        options={USE.map((value) => ({ value, label: USES[value] === null ? t('anyNumber') : String(USES[value]) }))}
        onChange={setUses}
      />
      <div className="flex flex-wrap gap-2">
        <Button kind="primary" disabled={busy} onClick={make}>
          {link === null ? t('makeLink') : t('resetLink')}
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
  const until = momentTime(link.expiresAt, locale);
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
