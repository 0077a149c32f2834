import { ADMISSION, bucketOf } from '@parley/core';
import { describe, expect, test } from 'vitest';
import { type Over, SendAdmission } from './send-admission.js';

const [here, there] = ['7340032178176', '7340032178177'];

/** Lets in as many as it may at that moment. */
function fill(admission: SendAdmission, conversationId: string, now: number): Over[] {
  const under: Over[] = [];
  for (;;) {
    const over = admission.enter(conversationId, now);
    if (typeof over === 'number') return under;
    under.push(over);
  }
}

describe('which sends are let in', () => {
  test('so many at a time; one that is over makes room for one', () => {
    const admission = new SendAdmission();
    const under = fill(admission, here, 0);
    expect(under).toHaveLength(ADMISSION.first);
    expect(admission.hasRoom).toBe(false);
    expect(admission.waitMs(here, 1)).toBeGreaterThanOrEqual(ADMISSION.soonestMs);
    under[0]?.('answered', 10);
    expect(admission.hasRoom).toBe(true);
    expect(fill(admission, here, 10)).toHaveLength(1);
  });

  test('one shard that does not answer does not hold up the other', () => {
    const admission = new SendAdmission();
    const shardOf: number[] = [];
    [shardOf[bucketOf(here)], shardOf[bucketOf(there)]] = [0, 1];
    admission.learn(shardOf);
    fill(admission, here, 0);
    for (let now = 0; now < 20_000; now += 100) {
      expect(admission.waitMs(here, now)).toBeGreaterThan(0);
      const over = admission.enter(there, now);
      if (typeof over === 'number') throw new Error('held up');
      over('answered', now + 20);
    }
    expect(admission.limit).toBe(ADMISSION.least + ADMISSION.first);
  });

  test('fewer when those behind are busy, and the more wait the longer', () => {
    const admission = new SendAdmission();
    for (let now = 0; now <= 5_000; now += 50) {
      const under = fill(admission, here, now);
      // Nine of ten are told to come again.
      for (let more = 0; more < under.length * 9; more += 1) admission.waitMs(here, now);
      for (const over of under) over('busy', now + 10);
    }
    expect(admission.limit).toBe(ADMISSION.least);
    fill(admission, here, 6_000);
    // After all who were told so before.
    const waits = Array.from({ length: 200 }, () => admission.waitMs(here, 6_000));
    expect(new Set(waits).size).toBeGreaterThan(3);
    expect(Math.min(...waits)).toBeGreaterThan(3_000);
  });
});
