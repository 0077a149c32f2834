import type { ChatListItem, ChatListPage, HistoryPage, MemberPage, SystemEvent } from '@parley/contract';
import { newClientMsgId, rest, type RestAnswer, type Session, type TestDevice } from '../../support/device.js';
import { query } from '../../support/query.js';
import type { Realm } from './realm.js';

export type Answer<T = ChatListItem> = RestAnswer<T & { code?: string; details?: Record<string, unknown> }>;

/** The code of a refusal; OK for anything else. */
export const codeIn = ({ body }: Answer<object>): string => body.code ?? 'OK';

/** What people do with groups over REST, and what the store holds of it. */
export class People {
  constructor(private readonly realm: Realm) {}

  /** `METHOD /path`, as in docs/openapi.json. */
  readonly call = <T = ChatListItem>(who: Session, route: string, body?: unknown): Promise<Answer<T>> => {
    const [method = '', path = ''] = route.split(' ');
    return rest(this.realm.url, who, { method, path, ...(body === undefined ? {} : { body }) });
  };

  readonly code = async (who: Session, route: string, body?: unknown): Promise<string> =>
    codeIn(await this.call<object>(who, route, body));

  /** The id of a new group or channel of these people. */
  async group(owner: Session, others: readonly Session[], more: object = { kind: 'group' }): Promise<string> {
    const userIds = others.map(({ userId }) => userId);
    const body = { name: '发布小组', key: newClientMsgId(), userIds, ...more };
    const answer = await this.call(owner, 'POST /conversations', body);
    if (answer.status !== 200) throw new Error(`no group: ${codeIn(answer)}`);
    return answer.body.conversationId;
  }

  readonly change = (who: Session, id: string, changes: object): Promise<string> =>
    this.code(who, `PATCH /conversations/${id}`, changes);
  readonly set = (who: Session, id: string, settings: object): Promise<string> => this.change(who, id, { settings });
  readonly about = (who: Session, [id, whom]: readonly [string, Session], change: object): Promise<string> =>
    this.code(who, `PATCH /conversations/${id}/members/${whom.userId}`, change);
  readonly add = (who: Session, id: string, whom: readonly Session[]): Promise<string> =>
    this.code(who, `POST /conversations/${id}/members`, { userIds: whom.map(({ userId }) => userId) });
  readonly remove = (who: Session, id: string, whom: Session): Promise<string> =>
    this.code(who, `DELETE /conversations/${id}/members/${whom.userId}`);

  async list(who: Session): Promise<ChatListItem[]> {
    return (await this.call<ChatListPage>(who, 'GET /conversations')).body.items;
  }

  async row(who: Session, id: string): Promise<ChatListItem | undefined> {
    return (await this.list(who)).find(({ conversationId }) => conversationId === id);
  }

  async members(who: Session, id: string): Promise<MemberPage['members']> {
    return (await this.call<MemberPage>(who, `GET /conversations/${id}/members`)).body.members;
  }

  async history(who: Session, id: string, more = ''): Promise<HistoryPage> {
    return (await this.call<HistoryPage>(who, `GET /conversations/${id}/messages${more}`)).body;
  }

  async seqs(who: Session, id: string): Promise<number[]> {
    return (await this.history(who, id)).messages.map(({ seq }) => seq);
  }

  async shardOf(id: string): Promise<string> {
    for (const url of this.realm.databases.shards) {
      if ((await query(url, 'select 1 from conversation where id = $1', [id])).length > 0) return url;
    }
    throw new Error('it is nowhere');
  }

  /** The system events of a conversation, as the store holds them. */
  async events(id: string): Promise<string[]> {
    const rows = await query<{ event: string }>(
      await this.shardOf(id),
      `select structure->>'event' as event from message where conversation_id = $1 and kind = 2 order by seq`,
      [id],
    );
    return rows.map(({ event }) => event);
  }
}

/** System events that a device was told of. */
export function systemOf(device: TestDevice, id: string): SystemEvent[] {
  return device.messages.flatMap(({ conversationId, content }) =>
    conversationId === id && content.type === 'system' ? [content['system'] as SystemEvent] : [],
  );
}
