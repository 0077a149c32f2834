import type { Content } from '@parley/contract';
import { cx } from '@parley/ui';
import { useMe } from '../../state/client';
import { showPerson } from '../../state/person-card';

export type MentionData = NonNullable<Content['mentions']>[number];

/** Somebody who is called: opens their card; who reads is called louder. */
export function MentionView({ mention, text }: { mention: MentionData; text: string }) {
  const me = useMe();
  const { type, userId } = mention;
  const mine = type === 'user' ? userId === me.userId : true;
  const look = cx('rounded-[4px] px-0.5 text-accent', mine && 'bg-accent-soft font-semibold forced-colors:border');
  if (type !== 'user' || userId === undefined || userId === me.userId) return <bdi className={look}>{text}</bdi>;
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      onClick={() => showPerson(userId)}
      className={cx(look, 'inline hover:underline')}
    >
      <bdi>{text}</bdi>
    </button>
  );
}
