import type { TimelineMessage } from '@parley/sdk';
import { IconButton, Menu, type MenuItem } from '@parley/ui';
import { Copy, Ellipsis, Forward, ListChecks, Reply, type LucideIcon } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { tellNotice } from '../../state/notice';
import { mayForward } from '../forward/use-forward';
import { useMessageActs } from './message-acts';

/** One act on a message; `quick` ones have a button of their own beside the menu. */
type Act = MenuItem & { readonly icon: LucideIcon; readonly quick?: boolean; readonly run: () => void };

/** What can be done with a message, in order. Each act is one entry. */
function useActs(message: TimelineMessage): readonly Act[] {
  const t = useTranslations('acts');
  const { reply, forwards } = useMessageActs();
  const { text } = message.content;
  const copy = (source: string): void => {
    navigator.clipboard.writeText(source).then(
      () => tellNotice(t('copied')),
      () => tellNotice(t('copyFailed')),
    );
  };
  const acts: Act[] = [];
  if (message.seq !== null) {
    acts.push({ key: 'reply', label: t('reply'), icon: Reply, quick: true, run: () => reply(message) });
  }
  if (text !== undefined) acts.push({ key: 'copy', label: t('copy'), icon: Copy, run: () => copy(text) });
  if (mayForward(message)) {
    const one = { messages: [message], merged: false };
    acts.push({ key: 'forward', label: t('forward'), icon: Forward, quick: true, run: () => forwards.forward(one) });
    acts.push({ key: 'select', label: t('select'), icon: ListChecks, run: () => forwards.select(message) });
  }
  return acts;
}

/** Over the end of its row, for the pointer and for the keyboard: nothing moves when it appears. */
export function MessageMenu({ message }: { message: TimelineMessage }) {
  const t = useTranslations('acts');
  const acts = useActs(message);
  if (acts.length === 0) return null;
  return (
    <div className="absolute -top-3 right-3 z-[5] flex rounded-control border border-line bg-raised opacity-0 shadow-raised group-hover:opacity-100 focus-within:opacity-100 has-data-popup-open:opacity-100 pointer-coarse:opacity-100 panes:right-5">
      {acts
        .filter(({ quick }) => quick)
        .map(({ key, label, icon, run }) => (
          // By keyboard it is in the menu: one stop for each message is enough.
          <IconButton
            key={key}
            icon={icon}
            label={label}
            tabIndex={-1}
            onClick={run}
            className="!size-8 max-panes:hidden"
          />
        ))}
      <Menu
        trigger={<IconButton icon={Ellipsis} label={t('more')} className="!size-8" />}
        items={acts}
        onChoose={({ run }) => run()}
      />
    </div>
  );
}
