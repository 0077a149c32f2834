import type { ChatListItem, Member, MemberPage, MemberRole, RestInput, RestOutput } from '@parley/contract';
import type { RestClient } from './rest.js';

type Changed = (asked: Promise<ChatListItem>) => Promise<ChatListItem>;
type Body<N extends 'changeGroup' | 'makeJoinLink'> = RestInput<N>['body'];

/** What is done with groups and channels; each act answers with the row as it is then, and the chat list has it. */
export class GroupActs {
  readonly #rest: RestClient;
  readonly #changed: Changed;

  constructor(rest: RestClient, changed: Changed) {
    this.#rest = rest;
    this.#changed = changed;
  }

  /** Name, topic, announcement, picture, rules; all of it or nothing. */
  readonly change = (conversationId: string, body: Body<'changeGroup'>): Promise<ChatListItem> =>
    this.#changed(this.#rest.call('changeGroup', { params: { conversationId }, body }));
  readonly announcement = async (conversationId: string): Promise<RestOutput<'announcement'>['announcement']> =>
    (await this.#rest.call('announcement', { params: { conversationId } })).announcement;
  /** The entries that take it off everybody's list follow. */
  readonly dissolve = async (conversationId: string): Promise<void> => {
    await this.#rest.call('dissolveGroup', { params: { conversationId } });
  };
  /** The entry that takes it off the list follows. */
  readonly leave = async (conversationId: string): Promise<void> => {
    await this.#rest.call('leaveGroup', { params: { conversationId } });
  };

  readonly members = (conversationId: string, after?: string): Promise<MemberPage> =>
    this.#rest.call('members', { params: { conversationId }, query: after === undefined ? {} : { after } });
  /** The first members whom a query finds. */
  readonly findMembers = (conversationId: string, query: string, limit: number): Promise<MemberPage> =>
    this.#rest.call('members', { params: { conversationId }, query: { query, limit } });
  /** The owner and the admins. */
  readonly admins = (conversationId: string, after?: string): Promise<MemberPage> =>
    this.#rest.call('members', {
      params: { conversationId },
      query: { admins: 'true', ...(after === undefined ? {} : { after }) },
    });
  /** Those of these people who are in it. */
  readonly membersById = async (conversationId: string, userIds: readonly string[]): Promise<Member[]> => {
    const body = { userIds: [...userIds] };
    return (await this.#rest.call('membersById', { params: { conversationId }, body })).members;
  };
  readonly add = (conversationId: string, userIds: readonly string[]): Promise<ChatListItem> =>
    this.#changed(this.#rest.call('addMembers', { params: { conversationId }, body: { userIds: [...userIds] } }));
  readonly remove = (conversationId: string, userId: string): Promise<ChatListItem> =>
    this.#changed(this.#rest.call('removeMember', { params: { conversationId, userId } }));
  readonly setRole = (conversationId: string, userId: string, role: MemberRole): Promise<ChatListItem> =>
    this.#changed(this.#rest.call('changeMember', { params: { conversationId, userId }, body: { role } }));
  /** null: may send again. */
  readonly mute = (conversationId: string, userId: string, mutedUntil: number | null): Promise<ChatListItem> =>
    this.#changed(this.#rest.call('changeMember', { params: { conversationId, userId }, body: { mutedUntil } }));
  /** null: called by their own name again. */
  readonly setNickname = (conversationId: string, userId: string, nickname: string | null): Promise<ChatListItem> =>
    this.#changed(this.#rest.call('changeMember', { params: { conversationId, userId }, body: { nickname } }));

  readonly joinLink = async (conversationId: string): Promise<RestOutput<'joinLink'>['link']> =>
    (await this.#rest.call('joinLink', { params: { conversationId } })).link;
  /** The secret is told this once; a link made before leads nowhere from now on. */
  readonly makeJoinLink = (conversationId: string, body: Body<'makeJoinLink'>): Promise<RestOutput<'makeJoinLink'>> =>
    this.#rest.call('makeJoinLink', { params: { conversationId }, body });
  readonly revokeJoinLink = async (conversationId: string): Promise<void> => {
    await this.#rest.call('revokeJoinLink', { params: { conversationId } });
  };
  readonly previewJoinLink = (token: string): Promise<RestOutput<'previewJoinLink'>> =>
    this.#rest.call('previewJoinLink', { body: { token } });
  /** null: an admin has to let me in. */
  readonly joinByLink = async (token: string): Promise<ChatListItem | null> => {
    const { item } = await this.#rest.call('useJoinLink', { body: { token } });
    return item === null ? null : this.#changed(Promise.resolve(item));
  };
  readonly joinRequests = (conversationId: string, after?: string): Promise<RestOutput<'joinRequests'>> =>
    this.#rest.call('joinRequests', { params: { conversationId }, query: after === undefined ? {} : { after } });
  readonly answerJoinRequest = (conversationId: string, userId: string, approve: boolean): Promise<ChatListItem> =>
    this.#changed(this.#rest.call('answerJoinRequest', { params: { conversationId, userId }, body: { approve } }));

  readonly channels = (query: RestInput<'channels'>['query'] = {}): Promise<RestOutput<'channels'>> =>
    this.#rest.call('channels', { query });
  readonly joinChannel = (conversationId: string): Promise<ChatListItem> =>
    this.#changed(this.#rest.call('joinChannel', { params: { conversationId } }));
}
