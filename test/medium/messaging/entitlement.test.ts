import type { BatchSyncPage, HistoryPage, RestOutput } from '@parley/contract';
import { CLIENT_EVENTS, type ClientEvent, ParleyError, ROUTES, type RouteName } from '@parley/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serverCli } from '../../support/cli.js';
import { newClientMsgId, type Session, TestDevice } from '../../support/device.js';
import { query } from '../../support/query.js';
import { SHAPES } from '../../support/server.js';
import { until } from '../../support/wait.js';
import { codeIn, People } from '../support/people.js';
import { openRealm, type Realm } from '../support/realm.js';
import { codeOf } from '../support/wire.js';

/** Who asks, in the order of the columns below; each may only spoil the group for those after them. */
const WHO = ['stranger', 'former', 'disabled', 'muted', 'member', 'admin', 'owner'] as const;
type Who = (typeof WHO)[number];

/** A group of all of them; `victims` are in it for acts on others. */
type Place = { id: string; victims: Session[]; outsider: Session };

/** What a request is, and how it ends for each of WHO: a code, or how much was seen. */
type Row = {
  ask: (place: Place) => { body?: object; path?: Record<string, string>; query?: string };
  /** A word for what an answer that is no refusal shows; OK unless told otherwise. */
  seen?: (body: unknown, place: Place) => string;
  ends: string;
};

const NF = 'CONVERSATION_NOT_FOUND';
const ROLE = 'ROLE_REQUIRED';
const OFF = 'USER_DISABLED';

/** The ends of an act that everybody in the group may do, its admins, or its owner. */
const MEMBERS = `${NF} ${NF} ${OFF} OK OK OK OK`;
const ADMINS = `${NF} ${NF} ${OFF} ${ROLE} ${ROLE} OK OK`;
const OWNER = `${NF} ${NF} ${OFF} ${ROLE} ${ROLE} ${ROLE} OK`;
/** Of the past: as much as one was there for. */
const PAST = `${NF} past ${OFF} all all all all`;
const SYNCED = `nothing past ${OFF} all all all all`;

/** Of a message that was sent after the former one was taken out. */
const SEERS = `MESSAGE_NOT_FOUND MESSAGE_NOT_FOUND ${OFF} OK OK OK OK`;
const YOURS = 'NOT_YOUR_MESSAGE';
const LATER = { seq: '6' };

const nothing: Row['ask'] = () => ({});
const later: Row['ask'] = () => ({ path: LATER });
const body =
  (value: object): Row['ask'] =>
  () => ({ body: value });
const victim = (place: Place): Session => place.victims.shift() ?? place.outsider;

/** Seq 1 is the making, 2 and 3 the making ready, 4 was said while the former one was in, 6 after they were taken out. */
const amount = (seqs: readonly number[]): string => (seqs.includes(6) ? 'all' : seqs.includes(4) ? 'past' : 'nothing');

const REST: Partial<Record<RouteName, Row>> = {
  conversation: { ask: nothing, ends: MEMBERS },
  history: {
    ask: nothing,
    seen: (page) => amount((page as HistoryPage).messages.map(({ seq }) => seq)),
    ends: PAST,
  },
  sendMessage: {
    ask: () => ({ body: { clientMsgId: newClientMsgId(), content: { type: 'text', text: 'hello' } } }),
    ends: `${NF} ${NF} ${OFF} MUTED OK OK OK`,
  },
  // What the former one may still read they may pass on, but not to here.
  forward: {
    ask: ({ id }) => ({
      body: { clientMsgId: newClientMsgId(), from: { conversationId: id, seqs: [4] }, merged: false },
    }),
    ends: `FORWARD_NOT_FOUND ${NF} ${OFF} MUTED OK OK OK`,
  },
  read: { ask: body({ seq: 1 }), ends: MEMBERS },
  batchSync: {
    ask: ({ id }) => ({ body: { syncs: [{ conversationId: id, lastSeq: 0, lastRev: 0 }] } }),
    seen: (page) => amount((page as BatchSyncPage).syncs.flatMap(({ messages }) => messages.map(({ seq }) => seq))),
    ends: SYNCED,
  },
  // What may be sent is asked when it is sent; who is not in it schedules nothing.
  scheduleMessage: {
    ask: () => ({
      body: {
        clientMsgId: newClientMsgId(),
        content: { type: 'text', text: 'later' },
        sendAt: Date.now() + 3_600_000,
      },
    }),
    ends: MEMBERS,
  },
  personal: { ask: body({ pinned: true }), ends: MEMBERS },
  draft: { ask: body({ text: 'not said yet', updatedAt: 1_795_420_800_000 }), ends: MEMBERS },
  // The former one reads the threads of then; this one began later.
  thread: { ask: later, ends: `${NF} THREAD_NOT_FOUND ${OFF} OK OK OK OK` },
  changeThread: { ask: () => ({ path: LATER, body: { following: true } }), ends: MEMBERS },
  threadDraft: {
    ask: () => ({ path: LATER, body: { text: 'not said yet', updatedAt: 1_795_420_800_000 } }),
    ends: MEMBERS,
  },
  // One's own records; of a message that one may not see nothing is told.
  pushRecords: { ask: ({ id }) => ({ query: `?conversationId=${id}&seq=6` }), ends: SEERS },
  members: { ask: nothing, ends: MEMBERS },
  membersById: { ask: ({ outsider }) => ({ body: { userIds: [outsider.userId] } }), ends: MEMBERS },
  addMembers: { ask: ({ outsider }) => ({ body: { userIds: [outsider.userId] } }), ends: MEMBERS },
  removeMember: { ask: (place) => ({ path: { userId: victim(place).userId } }), ends: ADMINS },
  changeMember: {
    ask: ({ victims }) => ({
      path: { userId: victims[0]?.userId ?? '' },
      body: { mutedUntil: Date.now() + 60_000 },
    }),
    ends: ADMINS,
  },
  changeGroup: { ask: body({ topic: 'mine now' }), ends: ADMINS },
  announcement: { ask: nothing, ends: MEMBERS },
  dissolveGroup: { ask: nothing, ends: OWNER },
  leaveGroup: { ask: nothing, ends: `${NF} ${NF} ${OFF} OK OK OK OWNER_MUST_HAND_OVER` },
  // It is no public channel: by its id, too, nobody finds it, whoever is in it.
  channels: {
    ask: ({ id }) => ({ query: `?conversationId=${id}` }),
    seen: (page) => ((page as RestOutput<'channels'>).channels.length > 0 ? 'found' : 'nothing'),
    ends: `nothing nothing ${OFF} nothing nothing nothing nothing`,
  },
  // A group is not joined: nobody finds it. Who is in it is in it.
  joinChannel: { ask: nothing, ends: MEMBERS },
  joinLink: { ask: nothing, ends: ADMINS },
  makeJoinLink: { ask: body({ expiresInMs: 60_000, maxUses: null }), ends: ADMINS },
  revokeJoinLink: { ask: nothing, ends: ADMINS },
  joinRequests: { ask: nothing, ends: ADMINS },
  editMessage: {
    ask: () => ({ path: LATER, body: { content: { type: 'text', text: 'in your name' } } }),
    ends: `${NF} ${NF} ${OFF} ${YOURS} ${YOURS} ${YOURS} OK`,
  },
  recallMessage: { ask: later, ends: `${NF} ${NF} ${OFF} ${YOURS} ${YOURS} ${YOURS} OK` },
  messageVersions: { ask: later, ends: SEERS },
  addReaction: { ask: () => ({ path: { ...LATER, emoji: '👍' } }), ends: MEMBERS },
  removeReaction: { ask: () => ({ path: { ...LATER, emoji: '👍' } }), ends: MEMBERS },
  pinMessage: { ask: later, ends: ADMINS },
  unpinMessage: { ask: later, ends: ADMINS },
  pins: { ask: nothing, ends: MEMBERS },
  // What the former one may still read is theirs to read, not who else did.
  readers: { ask: () => ({ path: { seq: '4' }, query: '?state=read' }), ends: MEMBERS },
  readerCounts: {
    ask: body({ seqs: [4, 6] }),
    seen: (answer) => amount((answer as RestOutput<'readerCounts'>).counts.map(({ seq }) => seq)),
    ends: `${NF} ${NF} ${OFF} all all all all`,
  },
  hideMessages: { ask: body({ seqs: [6] }), ends: MEMBERS },
  saveMessage: { ask: later, ends: SEERS },
  // One's own list: what is taken off it may be nobody's.
  unsaveMessage: { ask: later, ends: `OK OK ${OFF} OK OK OK OK` },
  answerJoinRequest: {
    ask: ({ outsider }) => ({ path: { userId: outsider.userId }, body: { approve: true } }),
    ends: `${NF} ${NF} ${OFF} ${ROLE} ${ROLE} JOIN_REQUEST_NOT_FOUND JOIN_REQUEST_NOT_FOUND`,
  },
};

type EventRow = { ask: (device: TestDevice, id: string) => Promise<string>; ends: string };

const SOCKET: Partial<Record<ClientEvent, EventRow>> = {
  'message.send': {
    ask: (device, conversationId) => codeOf(device.send('hello', { conversationId })),
    ends: `${NF} ${NF} ${OFF} MUTED OK OK OK`,
  },
  'receipt.read': {
    ask: (device, conversationId) => codeOf(device.call('receipt.read', { conversationId, seq: 1 })),
    ends: MEMBERS,
  },
  'sync.batch': {
    ask: async (device, conversationId) => {
      const { syncs } = await device.call('sync.batch', { syncs: [{ conversationId, lastSeq: 0, lastRev: 0 }] });
      return amount(syncs.flatMap(({ messages }) => messages.map(({ seq }) => seq)));
    },
    ends: SYNCED,
  },
  // Anything may be watched; what is heard is heads of one's own conversations.
  watch: {
    ask: async (device, conversationId) => {
      await device.call('watch', { conversationIds: [conversationId] });
      return (await device.heartbeat()).heads.length > 0 ? 'hears' : 'nothing';
    },
    ends: `nothing nothing ${OFF} hears hears hears hears`,
  },
  typing: { ask: (device, conversationId) => codeOf(device.call('typing', { conversationId })), ends: MEMBERS },
};

/** Whether a request names a conversation anywhere. */
function namesConversation(schema: unknown, seen = new Set<unknown>()): boolean {
  if (typeof schema !== 'object' || schema === null || seen.has(schema)) return false;
  seen.add(schema);
  return Object.entries(schema).some(
    ([key, value]) => key === 'conversationId' || key === 'conversationIds' || namesConversation(value, seen),
  );
}

describe('the tables', () => {
  it('have a row for each route and each event that names a conversation, and no other', () => {
    const routes = Object.entries(ROUTES).filter(
      ([, route]) =>
        namesConversation('params' in route ? route.params.def : null) ||
        namesConversation('query' in route ? route.query.def : null) ||
        namesConversation('body' in route ? route.body.def : null),
    );
    const events = Object.entries(CLIENT_EVENTS).filter(([, { payload }]) => namesConversation(payload.def));
    expect(Object.keys(REST).toSorted()).toEqual(routes.map(([name]) => name).toSorted());
    expect(Object.keys(SOCKET).toSorted()).toEqual(events.map(([name]) => name).toSorted());
  });
});

describe.each(SHAPES)('who may do what (%s)', (shape) => {
  let realm: Realm;
  let people: People;
  let those: Record<Who, Session>;
  let extras: Session[];
  beforeAll(async () => {
    realm = await openRealm(shape);
    people = new People(realm);
    const [stranger, former, disabled, muted, member, admin, owner, ...others] = Array.from({ length: 8 }, () =>
      realm.pair(),
    ).flat();
    if (!stranger || !former || !disabled || !muted || !member || !admin || !owner) throw new Error('nobody');
    those = { stranger, former, disabled, muted, member, admin, owner };
    extras = others;
  });
  afterAll(() => realm.close());

  /** A group in which all of them are what they are called. */
  async function place(): Promise<Place> {
    const { owner, admin, member, muted, former, disabled } = those;
    const [outsider, ...victims] = extras;
    if (outsider === undefined) throw new Error('nobody');
    const id = await people.group(owner, [admin, member, muted, former, disabled, ...victims]); // 1
    await people.about(owner, [id, admin], { role: 'admin' }); // 2
    await people.about(owner, [id, muted], { mutedUntil: Date.now() + 3_600_000 }); // 3
    const say = { clientMsgId: newClientMsgId(), content: { type: 'text', text: 'hello' } };
    await people.code(owner, `POST /conversations/${id}/messages`, say); // 4
    await people.remove(owner, id, former); // 5
    await people.code(owner, `POST /conversations/${id}/messages`, { ...say, clientMsgId: newClientMsgId() }); // 6
    return { id, victims, outsider };
  }

  const places = new Map<string, Place>();
  const devices = new Map<Who, TestDevice>();

  it('everybody is there, and one account ends', async () => {
    for (const name of [...Object.keys(REST), ...Object.keys(SOCKET), 'fan-out']) places.set(name, await place());
    for (const who of WHO) devices.set(who, await TestDevice.connect(realm.url, those[who]));
    const [row] = await query<{ login: string }>(
      realm.databases.directory,
      `update app_user set kind = 'person' where id = $1 returning login`,
      [those.disabled.userId],
    );
    await serverCli(realm.env, ['user-disable', row?.login ?? '']);
    await until('the socket is closed', () => devices.get('disabled')?.closed !== null);
    await until(
      'REST refuses',
      async () => (await people.call<object>(those.disabled, 'GET /me')).status === 403,
      8_000,
    );
  });

  it.each(Object.keys(REST) as RouteName[])('%s', async (name) => {
    const row = REST[name];
    const at = places.get(name);
    if (row === undefined || at === undefined) throw new Error('no row');
    const route = ROUTES[name];
    const ends: string[] = [];
    for (const who of WHO) {
      const { body: sent, path = {}, query: more = '' } = row.ask(at);
      const filled = Object.entries({ conversationId: at.id, ...path }).reduce(
        (shown, [key, value]) => shown.replace(`{${key}}`, value),
        route.path as string,
      );
      const answer = await people.call<object>(those[who], `${route.method} ${filled}${more}`, sent);
      const code = codeIn(answer);
      ends.push(code === 'OK' && row.seen !== undefined ? row.seen(answer.body, at) : code);
    }
    expect(ends.join(' ')).toBe(row.ends);
  });

  it.each(Object.keys(SOCKET) as ClientEvent[])('%s', async (name) => {
    const row = SOCKET[name];
    const at = places.get(name);
    if (row === undefined || at === undefined) throw new Error('no row');
    const ends: string[] = [];
    for (const who of WHO) ends.push(await asked(who, row, at.id));
    expect(ends.join(' ')).toBe(row.ends);
  });

  /** One whose socket was closed connects anew, and hears why not. */
  async function asked(who: Who, row: EventRow, id: string): Promise<string> {
    const device = devices.get(who);
    if (device !== undefined && device.closed === null) return row.ask(device, id);
    return TestDevice.connect(realm.url, those[who]).then(
      (again) => row.ask(again, id),
      (error: unknown) => (error instanceof ParleyError ? error.code : 'closed'),
    );
  }

  it('a message that is sent now reaches those who are in, and no inbox of the others', async () => {
    const { id = '' } = places.get('fan-out') ?? {};
    const counts = async (): Promise<string[]> => {
      const found: string[] = [];
      for (const url of realm.databases.shards) {
        const rows = await query<{ id: string }>(
          url,
          'select user_id as id from inbox_entry where conversation_id = $1 and kind = 1 and seq = 7',
          [id],
        );
        found.push(...rows.map((row) => row.id));
      }
      return found;
    };
    await people.code(those.owner, `POST /conversations/${id}/messages`, {
      clientMsgId: newClientMsgId(),
      content: { type: 'text', text: 'secret' },
    });
    await until('it is fanned out', async () => (await counts()).includes(those.member.userId));
    const reached = await counts();
    expect([reached.includes(those.stranger.userId), reached.includes(those.former.userId)]).toEqual([false, false]);
    for (const device of devices.values()) device.close();
  });
});
