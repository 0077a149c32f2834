import { connect } from 'node:net';
import type { HistoryPage } from '@parley/contract';
import { LIMITS } from '@parley/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newClientMsgId, rest, type RestAnswer, type Session } from '../../support/device.js';
import { SHAPES } from '../../support/server.js';
import { TokenMaker } from '../../support/tokens.js';
import { sleep } from '../../support/wait.js';
import { openRealm, type Realm } from '../support/realm.js';
import { storedMessages } from '../support/wire.js';

const NOWHERE = '4611686018427387904';
const TOO_HIGH = '9999999999999999999';

describe.each(SHAPES)('bad input over REST (%s)', (shape) => {
  let realm: Realm;
  let lin: Session;
  beforeAll(async () => {
    realm = await openRealm(shape);
    [lin] = realm.pair();
  });
  afterAll(() => realm.close());

  const post = (body: unknown, conversationId = lin.conversationId): Promise<RestAnswer<{ code: string }>> =>
    rest(realm.url, lin, { method: 'POST', path: `/conversations/${conversationId}/messages`, body });
  const refused = async (answer: Promise<RestAnswer>): Promise<[number, string]> => {
    const { status, body } = await answer;
    return [status, (body as { code?: string } | null)?.code ?? 'OK'];
  };
  const message = (change: Record<string, unknown> = {}): Record<string, unknown> => ({
    clientMsgId: newClientMsgId(),
    content: { type: 'text', text: 'hello' },
    ...change,
  });

  it('what does not fit the contract is told so, and nothing is stored', async () => {
    const cases: [unknown, number, string][] = [
      [{}, 400, 'BAD_REQUEST'],
      [[], 400, 'BAD_REQUEST'],
      ['{"clientMsgId":', 400, 'BAD_REQUEST'],
      ['null', 400, 'BAD_REQUEST'],
      [message({ senderId: '5' }), 400, 'BAD_REQUEST'],
      [message({ seq: 1 }), 400, 'BAD_REQUEST'],
      [message({ after: 'c_some_other_id' }), 400, 'BAD_REQUEST'],
      [message({ conversationId: lin.conversationId }), 400, 'BAD_REQUEST'],
      [message({ clientMsgId: '../../x' }), 400, 'BAD_REQUEST'],
      [message({ content: { type: 'text', text: '' } }), 400, 'TEXT_EMPTY'],
      [message({ content: { type: 'text', text: 'x'.repeat(LIMITS.textCodePoints + 1) } }), 400, 'TEXT_TOO_LONG'],
      [message({ content: { type: 'text', text: 'a\0b' } }), 400, 'TEXT_INVALID'],
      ['{"clientMsgId":"c_lone_surrogate","content":{"type":"text","text":"\\ud83d"}}', 400, 'TEXT_INVALID'],
      ['{"clientMsgId":"c_prototype_1","content":{"type":"text","text":"x"},"__proto__":{"a":1}}', 400, 'BAD_REQUEST'],
      [
        '{"clientMsgId":"c_prototype_2","content":{"type":"text","text":"x"},"constructor":{"prototype":{"a":1}}}',
        400,
        'BAD_REQUEST',
      ],
      [`{"x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 400, 'BAD_REQUEST'],
      [`{"x":"${'x'.repeat(LIMITS.frameBytes)}"}`, 413, 'FRAME_TOO_LARGE'],
    ];
    for (const [body, status, code] of cases) {
      const shown = JSON.stringify(body).slice(0, 100);
      expect([shown, ...(await refused(post(body)))]).toEqual([shown, status, code]);
    }
    expect(await storedMessages(realm.databases, lin.conversationId)).toEqual([]);
  });

  it('bytes that are no UTF-8 are refused, not mended', async () => {
    const [from] = realm.pair();
    const broken = [[0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xc0, 0xaf], [0xf0, 0x9f, 0x98]];
    for (const [at, bytes] of broken.entries()) {
      const [head, tail] = JSON.stringify(
        message({ clientMsgId: `c_broken_${at}`, content: { type: 'text', text: 'a|b' } }),
      ).split('|');
      const answer = await fetch(`${realm.url}/api/v1/conversations/${from.conversationId}/messages`, {
        method: 'POST',
        headers: { authorization: `Bearer ${from.token}`, 'content-type': 'application/json' },
        body: Buffer.concat([Buffer.from(head ?? ''), Buffer.from(bytes), Buffer.from(tail ?? '')]),
      });
      expect([bytes, answer.status, await answer.json()]).toMatchObject([
        bytes,
        400,
        { code: 'BAD_REQUEST', details: { issues: [{ message: 'the body is not valid UTF-8' }] } },
      ]);
    }
    expect(await storedMessages(realm.databases, from.conversationId)).toEqual([]);
  });

  it('a conversation that is not there and one that is not mine: one answer', async () => {
    const [stranger] = realm.pair();
    const answers: unknown[] = [];
    for (const id of [NOWHERE, stranger.conversationId]) {
      const read = { method: 'POST', path: `/conversations/${id}/read`, body: { seq: 1 } };
      const pick = ({ status, body }: RestAnswer): unknown => ({ status, body });
      answers.push({
        send: pick(await post(message(), id)),
        history: pick(await rest(realm.url, lin, { path: `/conversations/${id}/messages` })),
        after: pick(await rest(realm.url, lin, { path: `/conversations/${id}/messages?afterSeq=0` })),
        at: pick(await rest(realm.url, lin, { path: `/conversations/${id}/messages?at=0` })),
        row: pick(await rest(realm.url, lin, { path: `/conversations/${id}` })),
        read: pick(await rest(realm.url, lin, read)),
      });
    }
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]).toMatchObject({ send: { status: 404, body: { code: 'CONVERSATION_NOT_FOUND', details: {} } } });
    expect(await storedMessages(realm.databases, stranger.conversationId)).toEqual([]);
  });

  it('paths and queries are held against the contract, too', async () => {
    const get = (path: string): Promise<[number, string]> => refused(rest(realm.url, lin, { path }));
    for (const id of [TOO_HIGH, '0', 'abc', "1'--", '1%00', '%F0%9F%92%A9']) {
      expect([id, ...(await get(`/conversations/${id}/messages`))]).toEqual([id, 400, 'BAD_REQUEST']);
    }
    const queries = [
      'limit=0',
      'limit=101',
      'limit=all',
      'beforeSeq=-1',
      'beforeSeq=1&afterSeq=1',
      'afterSeq=1e400',
      'afterSeq=1&at=1',
      'beforeSeq=1&at=1',
      'at=-1',
      'at=9e15',
      'at=today',
      'limit=1&limit=2',
      'extra=1',
      '__proto__[admin]=1',
    ];
    for (const query of queries) {
      const answer = await get(`/conversations/${lin.conversationId}/messages?${query}`);
      expect([query, ...answer]).toEqual([query, 400, 'BAD_REQUEST']);
    }
    expect(await get('/nowhere')).toEqual([404, 'NOT_FOUND']);
    expect(await get('/conversations?after=1:x')).toEqual([400, 'BAD_REQUEST']);
    expect(await get('/sync?incarnation=0&lastSeq=zero')).toEqual([400, 'BAD_REQUEST']);
  });

  it('tokens: none, expired, of another install', async () => {
    const get = (token: string): Promise<[number, string]> =>
      refused(rest(realm.url, { token }, { path: '/conversations' }));
    expect(await get('')).toEqual([401, 'TOKEN_MISSING']);
    expect(await get('nonsense')).toEqual([401, 'TOKEN_INVALID']);
    expect(await get(realm.tokens.make(lin, -1))).toEqual([401, 'TOKEN_EXPIRED']);
    expect(await get(TokenMaker.foreign().make(lin))).toEqual([401, 'TOKEN_INVALID']);
  });

  it('SQL and script are text like any other', async () => {
    const [from] = realm.pair();
    const texts = [`'); drop table message; --`, '<script>alert(1)</script>', '\u0001\ufffe\u{10ffff} $1 \\N'];
    for (const text of texts) {
      const path = `/conversations/${from.conversationId}/messages`;
      const body = message({ content: { type: 'text', text } });
      expect((await rest(realm.url, from, { method: 'POST', path, body })).status).toBe(200);
    }
    const { body, headers } = await rest<HistoryPage>(realm.url, from, {
      path: `/conversations/${from.conversationId}/messages`,
    });
    expect(body.messages.map(({ content }) => content.text)).toEqual(texts);
    expect(headers.get('content-type')).toMatch(/^application\/json/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('a body that is cut short is no trouble of ours, and no line in the log', async () => {
    const { hostname, port } = new URL(realm.url);
    const head = [
      `POST /api/v1/conversations/${lin.conversationId}/messages HTTP/1.1`,
      `Host: ${hostname}:${port}`,
      `Authorization: Bearer ${lin.token}`,
      'Content-Type: application/json',
      'Content-Length: 1000',
      '\r\n{"clientMsgId":',
    ].join('\r\n');
    for (let count = 0; count < 20; count += 1) {
      const tcp = connect(Number(port), hostname);
      tcp.on('error', () => undefined);
      await new Promise<void>((resolve) => tcp.write(head, () => resolve()));
      await sleep(20);
      tcp.destroy();
    }
    await sleep(200);
    expect((await post(message())).status).toBe(200);
    const lines = realm.server.processes.map(({ log }) => log()).join('');
    expect(lines).not.toContain('database is away');
    expect(lines).not.toContain('request failed');
  });
});
