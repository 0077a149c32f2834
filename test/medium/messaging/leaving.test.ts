import type { SyncPage } from '@parley/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newClientMsgId } from '../../support/device.js';
import { People } from '../support/people.js';
import { openRealm, type Realm } from '../support/realm.js';

let realm: Realm;
let people: People;
beforeAll(async () => {
  realm = await openRealm('one process');
  people = new People(realm);
});
afterAll(() => realm.close());

it('what was taken back or said anew before somebody leaves stays so for them, though nobody said anything after it', async () => {
  const [owner, member] = realm.pair();
  const [friend] = realm.pair();
  const id = await people.group(owner, [member]);
  const at = (seq: number): string => `/conversations/${id}/messages/${seq}`;
  const say = (text: string): object => ({ content: { type: 'text', text } });
  for (const text of ['the password is swordfish', 'at ten']) {
    await people.code(owner, `POST /conversations/${id}/messages`, { clientMsgId: newClientMsgId(), ...say(text) });
  }
  await people.code(owner, `POST ${at(2)}/recall`);
  await people.code(owner, `PATCH ${at(3)}`, say('at eleven'));
  await people.code(member, `POST /conversations/${id}/leave`);
  await people.code(owner, `PATCH ${at(3)}`, say('at twelve'));
  const { messages } = await people.history(member, id);
  expect(messages.slice(1).map(({ seq, content }) => [seq, content.type, content.text])).toEqual([
    [2, 'recalled', undefined],
    [3, 'text', 'at eleven'],
  ]);
  const direct = await people.call(member, 'POST /conversations', {
    kind: 'direct',
    userId: friend.userId,
  });
  const forward = { clientMsgId: newClientMsgId(), from: { conversationId: id, seqs: [2] }, merged: false };
  const target = `POST /conversations/${direct.body.conversationId}/forward`;
  expect(await people.code(member, target, forward)).toBe('FORWARD_REFUSED');
  const pulled = await people.call<SyncPage>(member, 'GET /sync?incarnation=0&lastSeq=0&limit=500');
  expect(JSON.stringify(pulled.body)).not.toContain('swordfish');
});
