import { useTranslations } from 'next-intl';
import { useClient } from '../../state/client';
import { useGroupNameOf } from '../../state/names';
import type { SteadyChat } from '../../state/steady-chat';
import { useStore } from '../../state/use-store';

/** How many are in it; who types takes its place, in a line that is always there. */
export function GroupStatus({ row }: { row: SteadyChat }) {
  const t = useTranslations('group');
  const nameOf = useGroupNameOf(row.conversationId);
  const typers = useStore(useClient().typers(row.conversationId));
  const [first, second] = typers.map(nameOf);
  const status = (): string => {
    if (first === undefined) return row.profile?.topic || t('members', { count: row.memberCount ?? 0 });
    // Whose name is not known yet is counted.
    if (first === null || second === null || typers.length > 2) return t('typingMany', { count: typers.length });
    return second === undefined ? t('typingOne', { name: first }) : t('typingTwo', { first, second });
  };
  return (
    <p aria-live="off" className={`h-4 truncate text-meta ${first === undefined ? 'text-muted' : 'text-accent'}`}>
      {status()}
    </p>
  );
}
