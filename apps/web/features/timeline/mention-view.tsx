import type { Content } from '@parley/contract';
import { cx } from '@parley/ui';
import { useClient, useMe } from '../../state/client';
import { openChat } from '../../state/location';
import { tellNotice } from '../../state/notice';
import { useErrorText, shownError } from '../../state/use-error-text';

export type MentionData = NonNullable<Content['mentions']>[number];

/** Somebody who is called: leads to the chat with them; who reads is called louder. */
export function MentionView({ mention, text }: { mention: MentionData; text: string }) {
  const me = useMe();
  const client = useClient();
  const errorText = useErrorText();
  const { type, userId } = mention;
  const mine = type === 'user' ? userId === me.userId : true;
  const look = cx('rounded-[4px] px-0.5 text-accent', mine && 'bg-accent-soft font-semibold forced-colors:border');
  if (type !== 'user' || userId === undefined || userId === me.userId) return <span className={look}>{text}</span>;
  const open = (): void => {
    client.openDirect(userId).then(
      ({ conversationId }) => openChat(conversationId),
      (error: unknown) => tellNotice(errorText(shownError(error))),
    );
  };
  return (
    <button type="button" onClick={open} className={cx(look, 'inline hover:underline')}>
      {text}
    </button>
  );
}
