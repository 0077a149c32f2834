import { Tooltip } from '@parley/ui';
import { ArrowDown } from 'lucide-react';
import { useTranslations } from 'next-intl';

export function JumpButton({ unread, onJump }: { unread: number; onJump: () => void }) {
  const t = useTranslations('timeline');
  const label = unread > 0 ? t('toNewestCount', { count: unread }) : t('toNewest');
  return (
    <Tooltip label={t('toNewest')} side="left">
      <button
        type="button"
        aria-label={unread > 0 ? `${label}. ${t('toNewest')}` : label}
        onClick={onJump}
        className="absolute right-5 bottom-3 z-10 inline-flex h-9 items-center gap-1.5 rounded-full border border-line bg-raised px-2.5 text-list text-text shadow-raised hover:bg-hover"
      >
        {unread > 0 && <span className="pl-1 font-medium text-accent tabular-nums">{label}</span>}
        <ArrowDown aria-hidden size={16} strokeWidth={1.75} className="text-muted" />
      </button>
    </Tooltip>
  );
}
