import type { ChatListItem } from '@parley/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newClientMsgId, type Session } from '../../support/device.js';
import { query } from '../../support/query.js';
import { People } from '../support/people.js';
import { openRealm, type Realm } from '../support/realm.js';

let realm: Realm;
let people: People;
beforeAll(async () => {
  realm = await openRealm('one process');
  people = new People(realm);
});
afterAll(() => realm.close());

const HOUR_MS = 3_600_000;
const post = (who: Session, id: string): Promise<string> =>
  people.code(who, `POST /conversations/${id}/messages`, {
    clientMsgId: newClientMsgId(),
    content: { type: 'text', text: 'x' },
  });
const leave = (who: Session, id: string): Promise<string> => people.code(who, `POST /conversations/${id}/leave`);
const join = (who: Session, token: string): Promise<string> => people.code(who, 'POST /join-links/join', { token });
const enter = (who: Session, id: string): Promise<string> => people.code(who, `POST /conversations/${id}/join`);
const link = async (who: Session, id: string, maxUses: number | null = null): Promise<string> => {
  const body = { expiresInMs: HOUR_MS, maxUses };
  return (await people.call<{ token: string }>(who, `POST /conversations/${id}/join-link`, body)).body.token;
};
const channel = (owner: Session, members: readonly Session[]): Promise<string> =>
  people.group(owner, members, {
    kind: 'channel',
    name: 'general',
    visibility: 'public',
    topic: '',
    post: 'everybody',
  });

it('nobody shakes off a mute by leaving, whichever way they come back', async () => {
  const [owner, loud] = realm.pair();
  const id = await channel(owner, [loud]);
  const token = await link(owner, id);
  const until = Date.now() + HOUR_MS;
  await people.about(owner, [id, loud], { mutedUntil: until });
  const ways: [string, () => Promise<string>][] = [
    ['a link', () => join(loud, token)],
    ['the door', () => enter(loud, id)],
    ['somebody', () => people.add(owner, id, [loud])],
  ];
  for (const [way, back] of ways) {
    expect([way, await leave(loud, id), await back(), await post(loud, id)]).toEqual([way, 'OK', 'OK', 'MUTED']);
    const members = await people.members(owner, id);
    expect(members.find(({ user }) => user.userId === loud.userId)?.mutedUntil).toBe(until);
  }
  await people.about(owner, [id, loud], { mutedUntil: null });
  await leave(loud, id);
  expect([await enter(loud, id), await post(loud, id)]).toEqual(['OK', 'OK']);
});

it('nor slow mode', async () => {
  const [owner, quick] = realm.pair();
  const id = await channel(owner, [quick]);
  await people.set(owner, id, { slowSeconds: 600 });
  expect([await post(quick, id), await post(quick, id)]).toEqual(['OK', 'SLOW_MODE']);
  await leave(quick, id);
  expect([await enter(quick, id), await post(quick, id)]).toEqual(['OK', 'SLOW_MODE']);
});

it('who was taken out comes back when they are added, not by themselves, and uses up no link', async () => {
  const [owner, out] = realm.pair();
  const [guest] = realm.pair();
  const id = await channel(owner, [out]);
  const token = await link(owner, id, 1);
  await people.remove(owner, id, out);
  expect([await join(out, token), await enter(out, id)]).toEqual(['REMOVED', 'REMOVED']);
  expect(await join(guest, token)).toBe('OK');
  expect(await people.add(owner, id, [out])).toBe('OK');
  // Whoever goes by themselves comes back by themselves.
  expect([await leave(out, id), await enter(out, id)]).toEqual(['OK', 'OK']);
});

it('where an admin decides, who was taken out may ask', async () => {
  const [owner, out] = realm.pair();
  const id = await people.group(owner, [out]);
  const token = await link(owner, id);
  await people.remove(owner, id, out);
  expect(await join(out, token)).toBe('REMOVED');
  await people.set(owner, id, { approval: true });
  expect((await people.call<{ item: ChatListItem | null }>(out, 'POST /join-links/join', { token })).body).toEqual({
    item: null,
  });
  expect(await people.code(owner, `POST /conversations/${id}/join-requests/${out.userId}`, { approve: true })).toBe(
    'OK',
  );
  expect(await post(out, id)).toBe('OK');
});

it('nobody comes into an archived channel, and nobody asks to', async () => {
  const [owner, guest] = realm.pair();
  const id = await channel(owner, []);
  const token = await link(owner, id, 1);
  await people.change(owner, id, { archived: true });
  expect([await join(guest, token), await enter(guest, id)]).toEqual(['ARCHIVED', 'ARCHIVED']);
  await people.change(owner, id, { archived: false });
  await people.set(owner, id, { approval: true });
  await people.change(owner, id, { archived: true });
  expect(await join(guest, token)).toBe('ARCHIVED');
  const asked = await query(await people.shardOf(id), 'select 1 from join_request where conversation_id = $1', [id]);
  expect([asked, await people.events(id)]).toEqual([[], ['created', 'archived', 'unarchived', 'settings', 'archived']]);
});
