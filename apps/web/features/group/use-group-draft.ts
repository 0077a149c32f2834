import type { ChatListItem, UserSummary } from '@parley/contract';
import { systemRandom } from '@parley/sdk';
import { useRef, useState } from 'react';
import { useClient } from '../../state/client';

export type GroupDraft = {
  readonly name: string;
  readonly setName: (name: string) => void;
  readonly picked: readonly UserSummary[];
  readonly setPicked: (picked: readonly UserSummary[]) => void;
  readonly create: () => Promise<ChatListItem>;
};

/**
 * A group that is not made yet; it outlives its dialog, so that one closed by mistake loses nothing. The answer to a try
 * may get lost: the same group is asked for again under the same key, which makes no second one. A changed one is another.
 */
export function useGroupDraft(): GroupDraft {
  const client = useClient();
  const [name, setName] = useState('');
  const [picked, setPicked] = useState<readonly UserSummary[]>([]);
  const tried = useRef({ what: '', key: '' });
  const create = async (): Promise<ChatListItem> => {
    const userIds = picked.map(({ userId }) => userId);
    const what = JSON.stringify([name.trim(), userIds]);
    // Not randomUUID, which a page that came over plain HTTP does not have.
    if (tried.current.what !== what) tried.current = { what, key: `g_${systemRandom().id()}` };
    const item = await client.createGroup({ name: name.trim(), userIds, key: tried.current.key });
    tried.current = { what: '', key: '' };
    setName('');
    setPicked([]);
    return item;
  };
  return { name, setName, picked, setPicked, create };
}
