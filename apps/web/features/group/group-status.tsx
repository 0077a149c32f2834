import type { ChatRow } from '@parley/sdk';
import { useTranslations } from 'next-intl';
import { useClient } from '../../state/client';
import { useNameOf } from '../../state/names';
import { useStore } from '../../state/use-store';

/** How many are in it; who types takes its place, in a line that is always there. */
export function GroupStatus({ row }: { row: ChatRow }) {
  const t = useTranslations('group');
  const nameOf = useNameOf();
  const [first, second, ...others] = useStore(useClient().typers(row.conversationId));
  const status = (): string => {
    if (first === undefined) return t('members', { count: row.memberCount ?? 0 });
    if (second === undefined) return t('typingOne', { name: nameOf(first) });
    if (others.length === 0) return t('typingTwo', { first: nameOf(first), second: nameOf(second) });
    return t('typingMany', { count: others.length + 2 });
  };
  return (
    <p aria-live="off" className={`h-4 truncate text-meta ${first === undefined ? 'text-muted' : 'text-accent'}`}>
      {status()}
    </p>
  );
}
