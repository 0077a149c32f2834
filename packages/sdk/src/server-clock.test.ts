import { expect, test } from 'vitest';
import type { Persistence } from './persistence.js';
import type { ClockPort } from './ports.js';
import { ServerClock } from './server-clock.js';

function aClock(deviceTime: () => number): { clock: ServerClock; stored: unknown[] } {
  const stored: unknown[] = [];
  const persistence = { keep: (write: { value: unknown }) => stored.push(write.value) } as unknown as Persistence;
  return { clock: new ServerClock({ clock: { now: deviceTime } as unknown as ClockPort, persistence }), stored };
}

test('tells the time of the server, however wrong the clock of the device is, and goes on with it', () => {
  let device = 1_000_000;
  const { clock, stored } = aClock(() => device);
  expect(clock.now()).toBe(1_000_000);
  clock.heard(400_000);
  expect(clock.now()).toBe(400_000);
  device += 5_000;
  expect(clock.now()).toBe(405_000);
  expect(stored).toEqual([-600_000]);
});

test('what an answer takes to come is no other time; what was stored holds until the server is heard', () => {
  let device = 1_000_000;
  const { clock, stored } = aClock(() => device);
  clock.showStored(-600_000);
  clock.heard(400_900);
  expect([clock.now(), stored]).toEqual([400_000, []]);
  // Somebody sets the clock right.
  device = 400_000;
  clock.heard(400_000);
  expect([clock.now(), stored]).toEqual([400_000, [0]]);
});
