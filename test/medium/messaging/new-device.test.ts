import { createNodePorts, ParleyClient, type Ports } from '@parley/sdk';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newClientMsgId, type Session } from '../../support/device.js';
import { SHAPES } from '../../support/server.js';
import { until } from '../../support/wait.js';
import { People } from '../support/people.js';
import { openRealm, type Realm } from '../support/realm.js';

describe.each(SHAPES)('a new device (%s)', (shape) => {
  let realm: Realm;
  let people: People;
  beforeAll(async () => {
    realm = await openRealm(shape, { env: { PARLEY_REQUESTS_PER_SECOND: '2000' } });
    people = new People(realm);
  });
  afterAll(() => realm.close());

  const running: ParleyClient[] = [];
  afterEach(async () => {
    for (const client of running.splice(0)) await client.stop();
  });

  /** The real client on a device that has nothing, with what it asks for, in order. */
  function fresh(session: Session): { client: ParleyClient; asked: string[]; me: Session } {
    const me = realm.tokens.another(session, `d_fresh_${session.userId}`);
    const asked: string[] = [];
    const ports = createNodePorts({ url: realm.url });
    const request: Ports['transport']['request'] = (asks) => {
      asked.push(asks.path.replace(/^\/api\/v1/, ''));
      return ports.transport.request(asks);
    };
    const transport = { request, connect: ports.transport.connect.bind(ports.transport) };
    return { client: new ParleyClient({ ports: { ...ports, transport } }), asked, me };
  }

  it('gets the chat list first, then what was said last where one looks, and the rest when it is asked for', async () => {
    const [lin, wang] = realm.pair();
    const id = lin.conversationId;
    for (let count = 1; count <= 120; count += 1) {
      const content = { type: 'text', text: `message ${count}` };
      await people.call(lin, `POST /conversations/${id}/messages`, { clientMsgId: newClientMsgId(), content });
    }
    const group = await people.group(lin, [wang]);
    const { client, asked, me } = fresh(wang);
    const about = { userId: me.userId, login: 'w', name: 'Wang', active: true, locale: null, orgName: '' };
    await client.adopt({
      accessToken: me.token,
      accessExpiresAt: Date.now() + 600_000,
      serverTime: Date.now(),
      refreshToken: 'none',
      me: { ...about, role: 'member', deviceId: me.deviceId },
    });
    running.push(client);
    await client.start();
    await client.whenOnline();
    // The list is whole, with the last words of each chat and what is unread, and no history was fetched for it.
    const { items } = client.chatList.getSnapshot();
    expect(new Set(items.map(({ conversationId }) => conversationId))).toEqual(new Set([id, group]));
    const row = items.find(({ conversationId }) => conversationId === id);
    expect(row).toMatchObject({ unread: 120, lastMessage: { content: { text: 'message 120' } } });
    const histories = (): string[] => asked.filter((path) => /^\/conversations\/\d+\/messages/.test(path));
    expect(asked[0]).toMatch(/^\/conversations\?/);
    expect(histories()).toEqual([]);
    // Looked at: the newest page, of this one alone.
    const timeline = client.timeline(id);
    const stop = timeline.subscribe(() => undefined);
    await until('the newest are here', () => timeline.getSnapshot().status === 'ready');
    const seqs = (): (number | null)[] => timeline.getSnapshot().messages.map(({ seq }) => seq);
    expect(seqs().at(-1)).toBe(120);
    expect(seqs()[0]).toBeGreaterThan(60);
    expect(histories().every((path) => path.startsWith(`/conversations/${id}/`))).toBe(true);
    const first = histories().length;
    expect(first).toBeGreaterThan(0);
    // The rest, page by page, to the beginning.
    await until('all of it is here', async () => (await timeline.loadOlder(), !timeline.getSnapshot().hasOlder));
    expect(seqs()).toEqual(Array.from({ length: 120 }, (_, index) => index + 1));
    expect(histories().length).toBeGreaterThan(first);
    stop();
  });
});
