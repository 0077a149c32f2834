import type { ChatRow } from '@parley/sdk';
import { cx, IconButton, Menu } from '@parley/ui';
import { Ellipsis } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { memo, useState } from 'react';
import { useChatName } from '../../state/names';
import { isUnread } from './sections';
import type { ChatActs } from './use-chat-acts';

type ChatMenuProps = { row: ChatRow; now: number; acts: ChatActs };

/** What is said in a chat changes nothing that can be done about it. */
function offersSame({ row, ...one }: ChatMenuProps, { row: was, ...other }: ChatMenuProps): boolean {
  const called = row.name === was.name && row.peer === was.peer;
  const same = called && row.personal === was.personal && isUnread(row) === isUnread(was);
  return same && one.now === other.now && one.acts === other.acts;
}

/** What I may do about a chat, behind its button. */
export const ChatMenu = memo(function ChatMenu({ row, now, acts }: ChatMenuProps) {
  const t = useTranslations('chats');
  const name = useChatName()(row);
  const [open, setOpen] = useState(false);
  return (
    <div
      className={cx(
        'absolute inset-y-0 right-1 flex items-center opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100',
        open && 'opacity-100',
      )}
    >
      <Menu
        trigger={
          <IconButton
            icon={Ellipsis}
            label={t('acts', { name })}
            side="top"
            className="!size-8 not-pointer-coarse:!bg-raised not-pointer-coarse:shadow-raised"
          />
        }
        items={acts.itemsOf(row, now)}
        onChoose={({ key }) => acts.choose(row, key)}
        open={open}
        onOpenChange={setOpen}
      />
    </div>
  );
}, offersSame);
