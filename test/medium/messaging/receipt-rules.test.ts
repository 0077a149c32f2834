import type { Me, ReaderPage, Signal } from '@parley/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serverCli } from '../../support/cli.js';
import { newClientMsgId, type Session, TestDevice } from '../../support/device.js';
import { query } from '../../support/query.js';
import { SHAPES } from '../../support/server.js';
import { sleep, until } from '../../support/wait.js';
import { People } from '../support/people.js';
import { openRealm, type Realm } from '../support/realm.js';

type Receipt = Extract<Signal, { kind: 'receipt' }>;

describe.each(SHAPES)('whether people are told who has read (%s)', (shape) => {
  let realm: Realm;
  let people: People;
  beforeAll(async () => {
    realm = await openRealm(shape, { gateways: 2 });
    people = new People(realm);
  });
  afterAll(() => realm.close());

  const choose = (who: Session, shown: boolean): Promise<string> => people.code(who, 'PUT /me/receipts', { shown });
  const receiptsOf = async (who: Session): Promise<Me['receipts']> =>
    (await people.call<Me>(who, 'GET /me')).body.receipts;
  const decide = async (who: Session, policy: string): Promise<void> => {
    expect(await serverCli(realm.env, ['policy', 'receipts', policy])).toMatchObject({ receipts: policy });
    await until('it counts', async () => (await receiptsOf(who))?.policy === policy);
  };
  const say = async (who: Session, id: string): Promise<number> => {
    const body = { clientMsgId: newClientMsgId(), content: { type: 'text', text: 'hello' } };
    return (await people.call<{ seq: number }>(who, `POST /conversations/${id}/messages`, body)).body.seq;
  };
  const read = (who: Session, id: string, seq: number): Promise<string> =>
    people.code(who, `POST /conversations/${id}/read`, { seq });
  const readers = async (who: Session, id: string, seq: number): Promise<string> => {
    const at = `GET /conversations/${id}/messages/${seq}/readers?state=`;
    const [one, other] = await Promise.all([
      people.call<ReaderPage>(who, `${at}read`),
      people.call<ReaderPage>(who, `${at}unread`),
    ]);
    const names = [one, other].map(({ body }) => body.code ?? body.readers.map(({ userId }) => userId).join());
    return names.join(' | ');
  };
  const told = (device: TestDevice): Receipt[] =>
    device.signals.flatMap((one) => (one.kind === 'receipt' && one.readSeq > 0 ? [one] : []));

  /** Lin says something to Wang, who reads it: what Lin's row and watching device know of that, and Wang's row of Lin. */
  async function saidAndRead(lin: Session, wang: Session): Promise<{ row: number; heard: number; back: number }> {
    const id = lin.conversationId;
    const watching = await TestDevice.connect(realm.server.urls[1] ?? realm.url, lin);
    const phone = await TestDevice.connect(realm.url, realm.tokens.another(wang, 'd_wang_phone'));
    await watching.call('watch', { conversationIds: [id] });
    const seq = await say(lin, id);
    await read(wang, id, seq);
    // One's own devices are told, whatever is decided about others.
    await until('the other device hears it', () =>
      [...phone.pushed.values()].some((entry) => entry.kind === 'read' && entry.readSeq === seq),
    );
    await sleep(200);
    const heard = told(watching).length;
    [watching, phone].forEach((device) => device.close());
    const row = (await people.row(lin, id))?.peerReceipt?.readSeq ?? -1;
    return { row, heard, back: (await people.row(wang, id))?.peerReceipt?.readSeq ?? -1 };
  }

  it('is everybody’s choice at first; who tells nothing is told nothing, and is in no list', async () => {
    const [lin, wang] = realm.pair();
    const [gao] = realm.pair();
    expect(await receiptsOf(lin)).toEqual({ policy: 'on', shown: true });
    const first = await saidAndRead(lin, wang);
    expect(first).toEqual({ row: 1, heard: 1, back: 1 });
    expect(await choose(wang, false)).toBe('OK');
    expect(await choose(wang, false)).toBe('OK');
    expect(await receiptsOf(wang)).toEqual({ policy: 'on', shown: false });
    const hidden = await saidAndRead(lin, wang);
    expect(hidden).toEqual({ row: 0, heard: 0, back: 0 });
    const id = await people.group(lin, [wang, gao]);
    const seq = await say(lin, id);
    await Promise.all([wang, gao].map((who) => read(who, id, seq)));
    expect(await readers(lin, id, seq)).toBe(`${gao.userId} | `);
    expect(await readers(wang, id, seq)).toBe('RECEIPTS_OFF | RECEIPTS_OFF');
    const counts = (who: Session) => people.call(who, `POST /conversations/${id}/readers/counts`, { seqs: [seq] });
    expect((await counts(lin)).body).toEqual({ counts: [{ seq, read: 1, unread: 0 }] });
    expect((await counts(wang)).body).toMatchObject({ code: 'RECEIPTS_OFF' });
    // What was read meanwhile is told once they take part again.
    await choose(wang, true);
    expect(await readers(wang, id, seq)).toBe(
      `${[wang, gao]
        .map(({ userId }) => userId)
        .toSorted()
        .join()} | `,
    );
    expect((await people.row(lin, lin.conversationId))?.peerReceipt?.readSeq).toBe(2);
  });

  it('is nobody’s when the org says off, everybody’s when it says must; both are on record', async () => {
    const [lin, wang] = realm.pair();
    await choose(wang, false);
    await decide(lin, 'off');
    expect(await receiptsOf(lin)).toEqual({ policy: 'off', shown: false });
    expect(await saidAndRead(lin, wang)).toEqual({ row: 0, heard: 0, back: 0 });
    expect(await readers(lin, lin.conversationId, 1)).toBe('RECEIPTS_OFF | RECEIPTS_OFF');
    expect(await choose(lin, false)).toBe('RECEIPTS_DECIDED');
    await decide(lin, 'must');
    expect(await saidAndRead(lin, wang)).toEqual({ row: 2, heard: 1, back: 2 });
    expect(await readers(lin, lin.conversationId, 1)).toBe(`${wang.userId} | `);
    expect(await choose(wang, true)).toBe('RECEIPTS_DECIDED');
    await decide(lin, 'on');
    expect(await receiptsOf(wang)).toEqual({ policy: 'on', shown: false });
    const rows = await query<{ after: { receipts: string } }>(
      realm.databases.directory,
      `select data->'after' as after from audit_entry where action = 'policy.changed' order by seq`,
    );
    expect(rows.map(({ after }) => after.receipts)).toEqual(['off', 'must', 'on']);
  });

  it('is nothing but these', async () => {
    const [lin] = realm.pair();
    for (const body of [{}, { shown: 'no' }, { shown: null }, { shown: true, policy: 'off' }]) {
      expect(await people.code(lin, 'PUT /me/receipts', body)).toBe('BAD_REQUEST');
    }
    for (const args of [['receipts', 'maybe'], ['receipts'], ['nothing', 'off'], ['receipts', 'off', 'on']]) {
      await expect(serverCli(realm.env, ['policy', ...args])).rejects.toThrow(/polic|name|Give/u);
    }
    expect(await serverCli(realm.env, ['policy'])).toMatchObject({ receipts: 'on' });
  });
});
