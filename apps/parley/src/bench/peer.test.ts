import { expect, it } from 'vitest';

import { peerReport, type Measured } from './peer-report.js';
import { run } from './peer.js';

it.each([
  [['nats'], 'name the peer'],
  [['parley'], 'name the peer'],
  [['parley', '--scenario', 'hot'], 'name the peer'],
  [['socketio', '--scenario', 'toString'], '--scenario: give one of mixed, find-max'],
  [['socketio', '--scenario'], '--scenario: give one of'],
  [['socketio', '--rounds', '3'], '--rounds'],
  [['socketio', '--users', '3'], 'even numbers'],
  [['socketio', '--scenario', 'faults', '--users', '61'], 'even number'],
])('refuses %j before anything is started', async (args, why) => {
  await expect(run(args)).rejects.toThrow(why);
});

it('has no word of holes in the ids of the peer, which are those of all conversations together', () => {
  const budget = (name: string) => ({ name, limit: 0, value: 0, unit: '', ok: true });
  const measured = {
    ok: true,
    budgets: ['2x: gaps in seq', 'gaps in seq', 'lost'].map(budget),
    tables: [],
    scenario: 'overload',
    install: 'throw-away',
    options: { peak: 1, seconds: 1, warmUpSeconds: 1, users: 2, seed: 1, groupPercent: 0 },
    peakPerSecond: 1,
    levels: [],
  } as unknown as Measured;
  const { budgets, measured: found } = peerReport(measured);
  expect(budgets.map(({ name }) => name)).toEqual(['lost']);
  expect(found).toMatchObject({ scenario: 'overload', peakPerSecond: 1 });
});
