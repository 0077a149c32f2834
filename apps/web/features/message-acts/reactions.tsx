import type { ShownReaction, TimelineMessage } from '@parley/sdk';
import { cx, Tooltip } from '@parley/ui';
import { useLocale, useTranslations } from 'next-intl';
import { isolate } from '../../i18n/isolate';
import { useMe } from '../../state/client';
import { useSpokenNameOf } from '../../state/names';
import { emojiName } from './emoji';
import type { MessageActs } from './use-message-acts';

const NAMED = 6;

/** Who reacted with what; one's own are one press away from gone. */
export function Reactions({ message, acts }: { message: TimelineMessage; acts: MessageActs }) {
  const t = useTranslations('acts');
  if (message.reactions.length === 0) return null;
  return (
    <ul aria-label={t('reactions')} className="flex flex-wrap gap-1 pt-1 pb-0.5">
      {message.reactions.map((reaction) => (
        <li key={reaction.emoji}>
          <Chip reaction={reaction} onToggle={() => acts.react(reaction.emoji, !reaction.mine)} />
        </li>
      ))}
    </ul>
  );
}

function Chip({ reaction, onToggle }: { reaction: ShownReaction; onToggle: () => void }) {
  const t = useTranslations('acts');
  const locale = useLocale();
  const names = useReactors(reaction);
  const { emoji, count, mine } = reaction;
  return (
    <Tooltip label={names}>
      <button
        type="button"
        aria-pressed={mine}
        aria-label={t('reactedWith', { emoji: emojiName(emoji, locale), count, names })}
        onClick={onToggle}
        className={cx(
          'inline-flex h-6 items-center gap-1 rounded-full border px-2 text-meta tabular-nums transition-colors ease-out',
          mine
            ? 'border-accent bg-accent-soft font-medium text-accent'
            : 'border-line bg-surface text-muted hover:border-edge hover:text-text',
        )}
      >
        <span aria-hidden className="font-emoji text-[13px] leading-none">
          {emoji}
        </span>
        {count}
      </button>
    </Tooltip>
  );
}

/** Names, me first; of many, some and how many more. */
function useReactors({ userIds, count }: ShownReaction): string {
  const t = useTranslations('acts');
  const system = useTranslations('system');
  const locale = useLocale();
  const me = useMe();
  const nameOf = useSpokenNameOf();
  const sorted = userIds.toSorted((one, two) => Number(two === me.userId) - Number(one === me.userId));
  const named = sorted.slice(0, NAMED).map((userId) => (userId === me.userId ? t('you') : isolate(nameOf(userId))));
  const rest = count - named.length;
  const parts = rest > 0 ? [...named, system('others', { count: rest })] : named;
  return new Intl.ListFormat(locale === 'en' ? 'en-GB' : locale).format(parts);
}
