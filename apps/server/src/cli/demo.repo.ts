import { appendAudit } from '@parley/db';
import type { Directory } from '@parley/db';

const MARK = 'demo';

/** none: there is no demo here; begun: one was cut short or is being made; done: it is whole. */
export async function demoState(directory: Directory): Promise<'none' | 'begun' | 'done'> {
  const row = await directory.prisma.setting.findUnique({ where: { key: MARK }, select: { value: true } });
  if (row === null) return 'none';
  return row.value === true ? 'done' : 'begun';
}

/** The organisation with the mark that it is a demo; nothing happens where there is one. */
export async function foundDemo(directory: Directory, name: string, now: Date): Promise<void> {
  await directory.tx(async (tx) => {
    const made = await tx.query<{ id: number }>(
      'insert into org (id, name, created_at) values (1, $1, $2) on conflict (id) do nothing returning id',
      [name, now],
    );
    if (made.length === 0) return;
    await tx.query("insert into setting (key, value) values ($1, 'false'::jsonb) on conflict (key) do nothing", [MARK]);
    const data = { orgName: name, by: 'seed-demo' };
    await appendAudit(tx, { at: now, actorId: null, action: 'org.set-up', target: null, data });
  });
}

export async function finishDemo(directory: Directory): Promise<void> {
  await directory.prisma.setting.update({ where: { key: MARK }, data: { value: true } });
}

export async function findPeople(directory: Directory, logins: readonly string[]): Promise<Map<string, string>> {
  const rows = await directory.prisma.user.findMany({
    where: { login: { in: [...logins] }, kind: 'person' },
    select: { id: true, login: true },
  });
  return new Map(rows.map((row) => [row.login, String(row.id)]));
}
