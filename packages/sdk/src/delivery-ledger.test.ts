import { LIMITS } from '@parley/contract';
import { inboxAt } from '@parley/core';
import { expect, test } from 'vitest';
import { DeliveryLedger } from './delivery-ledger.js';

function hearing(): DeliveryLedger {
  const ledger = new DeliveryLedger();
  ledger.ready(true);
  return ledger;
}

test('there is nothing to say of what comes once and in order', () => {
  const ledger = hearing();
  ledger.pushed(inboxAt(3), [4, 5]);
  ledger.pulled(5);
  expect(ledger.said()).toEqual({});
});

test('what the server has is not told again, and what it did not answer is', () => {
  const ledger = hearing();
  ledger.pushed(inboxAt(3), [3]);
  const first = ledger.said();
  expect(first).toEqual({ seen: { duplicate: 1 } });
  ledger.pushed(inboxAt(3), [2]);
  expect(ledger.said()).toEqual({ seen: { duplicate: 2 } });
  ledger.told(first.seen);
  expect(ledger.said()).toEqual({ seen: { duplicate: 1 } });
});

test('a hole is counted once, and healed by the pull that reaches behind it', () => {
  const ledger = hearing();
  ledger.gap({ from: 4, to: 6 }, 1);
  ledger.gap({ from: 4, to: 6 }, 0);
  expect(ledger.said()).toEqual({ seen: { missing: 2 } });
  ledger.pulled(6);
  expect(ledger.said()).toEqual({ seen: { missing: 2, healed: 2 } });
  ledger.pulled(6);
  expect(ledger.said()).toEqual({ seen: { missing: 2, healed: 2 } });
});

test('what no pull brought stays a loss', () => {
  const ledger = hearing();
  ledger.gap({ from: 4, to: 6 }, 0);
  ledger.pulled(5);
  ledger.pulled(9);
  expect(ledger.said()).toEqual({ seen: { missing: 3 } });
});

test('a server that does not know of it is told nothing, the next that does is told all', () => {
  const ledger = new DeliveryLedger();
  ledger.pushed(inboxAt(3), [3]);
  expect(ledger.said()).toEqual({});
  ledger.ready(true);
  expect(ledger.said()).toEqual({ seen: { duplicate: 1 } });
});

test('more than a heartbeat may say is said with the next ones', () => {
  const ledger = hearing();
  ledger.gap({ from: 1, to: LIMITS.seenPerHeartbeat + 5 }, 0);
  const { seen } = ledger.said();
  expect(seen).toEqual({ missing: LIMITS.seenPerHeartbeat });
  ledger.told(seen);
  expect(ledger.said()).toEqual({ seen: { missing: 5 } });
});
