import type { MemberPage } from '@parley/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Session } from '../../support/device.js';
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

const named = async ({ userId }: Session, name: string, terms: readonly string[]): Promise<void> => {
  await query(realm.databases.directory, 'update app_user set name = $2 where id = $1', [userId, name]);
  await query(
    realm.databases.directory,
    'insert into user_term (term, user_id) select unnest($1::text[]), $2 on conflict do nothing',
    [terms, userId],
  );
};
const page = async (who: Session, id: string, asked: string): Promise<MemberPage> =>
  (await people.call<MemberPage>(who, `GET /conversations/${id}/members?${asked}`)).body;
const idsOf = ({ members }: MemberPage): string[] => members.map(({ user }) => user.userId);

it('members are found by the words of their names and by what they are called there; nobody else is', async () => {
  const [owner, wang] = realm.pair();
  const [second, outside] = realm.pair();
  const [plain, stranger] = realm.pair();
  const id = await people.group(owner, [wang, second, plain]);
  await named(second, '王伟', ['王伟', '伟', 'wangwei2']);
  await named(wang, '王伟', ['王伟', '伟', 'wangwei']);
  await named(outside, '王伟', ['王伟', '伟', 'wangwei3']);
  await people.about(plain, [id, plain], { nickname: 'Weiwei 伟哥' });
  const find = (text: string, more = ''): Promise<MemberPage> =>
    page(owner, id, `query=${encodeURIComponent(text)}${more}`);
  expect(idsOf(await find('伟'))).toEqual([
    plain.userId,
    ...[wang, second].map(({ userId }) => userId).toSorted((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1)),
  ]);
  expect([idsOf(await find('WANGWEI2')), idsOf(await find('wei')), idsOf(await find('nobody'))]).toEqual([
    [second.userId],
    [plain.userId],
    [],
  ]);
  expect(await find('伟', '&limit=1')).toMatchObject({
    memberCount: 4,
    next: null,
    members: [{ nickname: 'Weiwei 伟哥' }],
  });
  for (const asked of ['query=伟', 'admins=true']) {
    expect(await people.code(stranger, `GET /conversations/${id}/members?${encodeURI(asked)}`)).toBe(
      'CONVERSATION_NOT_FOUND',
    );
  }
  expect(await people.code(owner, `GET /conversations/${id}/members?query=%00`)).toBe('BAD_REQUEST');
});

it('the owner and admins alone, page by page', async () => {
  const [owner, admin] = realm.pair();
  const [plain] = realm.pair();
  const id = await people.group(owner, [plain, admin]);
  await people.about(owner, [id, admin], { role: 'admin' });
  const first = await page(owner, id, 'admins=true&limit=1');
  const second = await page(owner, id, `admins=true&limit=1&after=${first.next}`);
  expect([first.memberCount, second.next, ...[...idsOf(first), ...idsOf(second)].toSorted()]).toEqual([
    3,
    null,
    ...[owner.userId, admin.userId].toSorted(),
  ]);
});
