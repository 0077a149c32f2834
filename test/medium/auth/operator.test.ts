import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAccounts, setUp, type Accounts } from './accounts.js';

type Demo = { logins: { login: string; password: string }[]; people: number; messages: number };

let accounts: Accounts;
beforeAll(async () => {
  accounts = await openAccounts();
});
afterAll(() => accounts.stop());

async function countMessages(): Promise<number> {
  const counts = await accounts.router.eachShard(async (shard) => {
    const { rows } = await shard.pool.query<{ count: number }>(
      'select count(*)::int as count from message where text is not null',
    );
    return rows[0]?.count ?? 0;
  });
  return counts.reduce((sum, outcome) => sum + (outcome.ok ? outcome.value : Number.NaN), 0);
}

describe('the demo organisation', () => {
  it('has people and chats, is made once, and goes on where it was cut short', async () => {
    const first = await accounts.cli<Demo>('seed-demo');
    expect(first).toMatchObject({ people: 12 });
    expect(first.messages).toBeGreaterThan(200);
    expect(await accounts.cli('seed-demo')).toEqual({ ...first, messages: 0 });
    await accounts.router.directory.pool.query("update setting set value = 'false' where key = 'demo'");
    expect(await accounts.cli('seed-demo')).toEqual({ ...first, messages: 0 });
    expect(await countMessages()).toBe(first.messages);
    expect(await accounts.cli('setup-link')).toEqual({ needed: false });
  });

  it('lets in with the logins that it printed', async () => {
    const { logins } = await accounts.cli<Demo>('seed-demo');
    expect(logins).toHaveLength(2);
    for (const { login, password } of logins) {
      const body = { login, password, device: { name: 'x', platform: 'web' }, session: 'token' };
      expect((await accounts.call('/auth/login', { body })).status).toBe(200);
    }
  });

  it('has messages in order, in the past, with gapless seqs', async () => {
    for (const shard of accounts.router.shards) {
      const { rows } = await shard.pool.query<{ late: number; gaps: number }>(
        `select count(*) filter (where sent_at > now())::int as late, count(*) filter (where seq <> place)::int as gaps
           from (select sent_at, seq, row_number() over (partition by conversation_id order by sent_at, seq) as place from message) m`,
      );
      expect(rows).toEqual([{ late: 0, gaps: 0 }]);
    }
  });

  it('has two groups in which everybody speaks, made by somebody, with something left to read', async () => {
    const groups = (
      await accounts.router.eachShard(async ({ pool }) => {
        const { rows } = await pool.query<Record<string, unknown>>(
          `select c.name, c.member_count as members, count(distinct m.sender_id)::int as speakers,
                  min(m.seq) filter (where m.structure->>'event' = 'created')::int as made,
                  (select count(*)::int from member r where r.conversation_id = c.id and r.read_seq < max(m.seq)) as behind
             from conversation c join message m on m.conversation_id = c.id
            where c.kind = 'group' group by c.id`,
        );
        return rows;
      })
    ).flatMap((outcome) => (outcome.ok ? outcome.value : []));
    expect(groups.toSorted((one, two) => (String(one['name']) < String(two['name']) ? -1 : 1))).toEqual([
      { name: 'Mobile redesign', members: 5, speakers: 5, made: 1, behind: 2 },
      { name: '发布小组', members: 5, speakers: 5, made: 1, behind: 1 },
    ]);
  });

  it('never mixes with a real organisation', async () => {
    const real = await openAccounts();
    try {
      await setUp(real);
      await expect(real.cli('seed-demo')).rejects.toThrow(/needs an install of its own/);
    } finally {
      await real.stop();
    }
  });
});

describe('the operator', () => {
  it('gets sessions of the doctor’s users that the API accepts', async () => {
    const { users, conversationId } = await accounts.cli<{
      conversationId: string;
      users: { userId: string; devices: { deviceId: string; token: string }[] }[];
    }>('doctor-sessions');
    expect(conversationId).toBe('3');
    expect(users.map(({ userId, devices }) => [userId, devices.length])).toEqual([
      ['1', 2],
      ['2', 2],
    ]);
    const [device] = users[0]?.devices ?? [];
    expect((await accounts.me({ accessToken: device?.token ?? '' })).body).toMatchObject({ userId: '1' });
  });

  it('gets sessions for load tests in pairs, the same ones again', async () => {
    type Minted = { sessions: { userId: string; peerId: string; conversationId: string; token: string }[] };
    const first = await accounts.cli<Minted>('mint-sessions', '--count', '7');
    const again = await accounts.cli<Minted>('mint-sessions', '--count', '7');
    const places = ({ sessions }: Minted): string[] => sessions.map((one) => `${one.userId} ${one.conversationId}`);
    expect(places(first)).toHaveLength(7);
    expect(places(again)).toEqual(places(first));
    expect(first.sessions[0]?.peerId).toBe(first.sessions[1]?.userId);
    expect((await accounts.me({ accessToken: first.sessions[6]?.token ?? '' })).status).toBe(200);
  });

  it('sees databases, outbox, queues and clocks', async () => {
    const status = await accounts.cli<Record<string, unknown>>('status');
    expect(status).toMatchObject({ ok: true, redis: { ok: true } });
    expect(status['databases']).toMatchObject([
      { name: 'directory', ok: true, outbox: {} },
      { name: 'shard-0', ok: true },
      { name: 'shard-1', ok: true },
    ]);
    expect(Number(status['clockSkewMs'])).toBeLessThan(1_000);
  });

  it('is told in one line what is wrong', async () => {
    await expect(accounts.cli('user-disable', 'nobody')).rejects.toThrow(/There is no such person/);
    await expect(accounts.cli('user-add', 'Not A Login')).rejects.toThrow(/lower-case letters/);
    await expect(accounts.cli('user-add', 'lin', '--name', 'x')).rejects.toThrow(/LOGIN_TAKEN/);
    await expect(accounts.cli('user-add', 'x1', '--password', 'hunter22222')).rejects.toThrow(/Unknown option/);
    for (const name of ['Ada\nadmin', 'Ada\u202egnp', '\u200b'])
      await expect(accounts.cli('user-add', 'x2', '--name', name), JSON.stringify(name)).rejects.toThrow(/^name: /m);
    await expect(accounts.cli('nonsense')).rejects.toThrow(/Usage/);
  });
});
