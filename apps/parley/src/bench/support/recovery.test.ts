import { expect, it } from 'vitest';

import { Recovery } from './recovery.js';

const SLOTS = 20;

/** Ten seconds of sends, of which some half seconds go wrong. */
function after(wrong: (slot: number, recovery: Recovery, due: number) => void): Recovery {
  const recovery = new Recovery(200);
  recovery.begin(1_000);
  for (let slot = 0; slot < SLOTS; slot += 1) {
    const due = 1_000 + slot * 500 + 250;
    recovery.acked(due, 20);
    recovery.delivered(due, 30);
    wrong(slot, recovery, due);
  }
  return recovery;
}

it('takes no time when everything is normal at once', () => {
  expect(after(() => undefined).seconds()).toBe(0);
  expect(new Recovery(200).seconds()).toBe(0);
});

it('ends with the last half second in which something was refused, late or delivered late', () => {
  expect(after((slot, recovery, due) => slot === 2 && recovery.refused(due)).seconds()).toBe(1.5);
  expect(after((slot, recovery, due) => slot < 4 && recovery.acked(due, 900)).seconds()).toBe(2);
  expect(after((slot, recovery, due) => slot === 7 && recovery.delivered(due, 300)).seconds()).toBe(4);
});

it('has not come to an end when the last half second was not normal', () => {
  expect(after((slot, recovery, due) => slot === SLOTS - 1 && recovery.refused(due)).seconds()).toBeNull();
});

it('does not ask about what was due before', () => {
  const recovery = after(() => undefined);
  recovery.refused(999);
  recovery.acked(10, 5_000);
  expect(recovery.seconds()).toBe(0);
});
