import { PRESENCE_GRACE_MS } from '@parley/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { GatewayPresence } from '../rpc/logic.port.js';
import type { Connection } from './connection.js';
import { PresenceReporter } from './presence-reporter.js';
import { ConnectionRegistry } from './registry.js';

const AWAY_MS = 10 * 60_000;

let connections: ConnectionRegistry;
let reports: string[][];
let isAway: boolean;
let claimed: string[];
let reporter: PresenceReporter;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance', 'setInterval', 'clearInterval'], now: 100_000_000 });
  connections = new ConnectionRegistry();
  [reports, isAway, claimed] = [[], false, []];
  const presenceChanged = ({ changes }: { changes: GatewayPresence[] }): Promise<Record<string, never>> => {
    if (isAway) return Promise.reject(new Error('away'));
    reports.push(changes.map(({ userId, online, away }) => `${userId} ${online ? (away ? 'away' : 'here') : 'gone'}`));
    return Promise.resolve({});
  };
  reporter = new PresenceReporter({
    bootId: 'boot',
    logic: { presenceChanged },
    connections,
    claims: {
      async *peopleOf() {
        yield await Promise.resolve(claimed);
      },
    },
    clock: { now: () => Date.now() },
  });
  reporter.start();
});
afterEach(() => {
  reporter.stop();
  vi.useRealTimers();
});

function connect(userId: string, id = `c_${userId}`): Connection {
  const connection = { id, actor: { userId }, usedAt: null } as unknown as Connection;
  connections.add(connection);
  reporter.here(userId);
  return connection;
}

function leave(connection: Connection): void {
  connections.remove(connection);
  reporter.closed(connection.actor.userId);
}

const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

describe('what a gateway says of its people', () => {
  it('who comes is said once, who leaves after the grace, whoever comes back within it is not said to have left', async () => {
    const first = connect('1');
    connect('1', 'second tab');
    await pass(1_000);
    leave(first);
    const [second] = connections.ofUser('1');
    if (second === undefined) throw new Error('nobody');
    leave(second);
    await pass(PRESENCE_GRACE_MS - 1_000);
    const again = connect('1');
    await pass(PRESENCE_GRACE_MS * 2);
    expect(reports).toEqual([['1 here']]);
    leave(again);
    await pass(PRESENCE_GRACE_MS + 1_000);
    expect(reports).toEqual([['1 here'], ['1 gone']]);
  });

  it('away is said when all devices are idle, and not of who has left since', async () => {
    const desk = connect('1');
    const phone = connect('1', 'phone');
    desk.usedAt = performance.now() - AWAY_MS;
    reporter.here('1');
    await pass(1_000);
    expect(reports).toEqual([['1 here']]);
    phone.usedAt = performance.now() - AWAY_MS;
    reporter.here('1');
    await pass(1_000);
    leave(desk);
    leave(phone);
    // The answer to a heartbeat that was under way when the connection closed.
    reporter.here('1');
    await pass(PRESENCE_GRACE_MS + 1_000);
    expect(reports).toEqual([['1 here'], ['1 away'], ['1 gone']]);
  });

  it('what could not be said is said when logic is back, as it is then', async () => {
    isAway = true;
    const first = connect('1');
    connect('2');
    await pass(2_000);
    leave(first);
    await pass(PRESENCE_GRACE_MS + 1_000);
    expect(reports).toEqual([]);
    isAway = false;
    await pass(1_000);
    expect(reports.flat().toSorted()).toEqual(['1 gone', '2 here']);
  });

  it('what was lost is said again, and whom nobody meant is taken back, within a minute', async () => {
    connect('1');
    await pass(1_000);
    reporter.again();
    await pass(1_000);
    expect(reports).toEqual([['1 here'], ['1 here']]);
    claimed = ['1', '7'];
    await pass(60_000);
    expect(reports.slice(2).flat().toSorted()).toEqual(['1 here', '7 gone']);
  });

  it('a round says everybody again, a few at a time', async () => {
    for (let user = 1; user <= 1_200; user += 1) connect(String(user));
    await pass(60_000);
    reports = [];
    await pass(60_000);
    expect(reports.flat().toSorted()).toEqual(Array.from({ length: 1_200 }, (_, at) => `${at + 1} here`).toSorted());
    expect(Math.max(...reports.map((report) => report.length))).toBe(10);
  });

  it('no report is too large', async () => {
    for (let user = 1; user <= 1_200; user += 1) connect(String(user));
    await pass(1_000);
    expect(reports.map((report) => report.length)).toEqual([500, 500, 200]);
  });
});
